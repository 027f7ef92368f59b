module diag-codemod.example/typecheck

go 1.22
