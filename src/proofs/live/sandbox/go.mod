module diag-codemod.example/sandbox

go 1.22
