// Sandbox starts programs as a cluster would see them.
//
//	sandbox isolate <program> <argument>...   in its own network, process and mount namespaces, with nothing but loopback
//	sandbox chroot <folder> <program> <argument>...   with a folder as its root
//
// Whatever runs in the namespaces ends with the sandbox, and the sandbox with the process that started it. It exits with the
// program's code, and with 125 where the system does not allow namespaces or a new root.
package main

import (
	"fmt"
	"os"
)

const notAllowed = 125

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: sandbox isolate|chroot <argument>...")
		os.Exit(2)
	}
	var err error
	switch os.Args[1] {
	case "isolate":
		err = isolate(os.Args[2:])
	case "inside":
		err = inside(os.Args[2:])
	case "chroot":
		err = chroot(os.Args[2:])
	default:
		err = fmt.Errorf("there is no command %q", os.Args[1])
	}
	fmt.Fprintln(os.Stderr, "sandbox:", err)
	os.Exit(notAllowed)
}
