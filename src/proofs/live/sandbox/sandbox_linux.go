package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"
	"unsafe"
)

// isolate starts this program again in namespaces of its own and waits for it. It returns only where that is not allowed.
func isolate(arguments []string) error {
	// The child dies with the thread that started it, and that must be the thread of the process.
	runtime.LockOSThread()
	dieWithParent()
	command := exec.Command("/proc/self/exe", append([]string{"inside"}, arguments...)...)
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	command.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWNET | syscall.CLONE_NEWPID | syscall.CLONE_NEWNS | syscall.CLONE_NEWIPC,
		Pdeathsig:  syscall.SIGKILL,
	}
	if os.Geteuid() != 0 {
		command.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		command.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}}
		command.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}}
	}
	if err := command.Start(); err != nil {
		return err
	}
	forward(command.Process)
	err := command.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() < 0 {
		os.Exit(128)
	}
	os.Exit(command.ProcessState.ExitCode())
	return nil
}

func forward(process *os.Process) {
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	go func() {
		for received := range signals {
			_ = process.Signal(received)
		}
	}()
}

// dieWithParent ends this process when the one that started it is gone, even if that was killed.
func dieWithParent() {
	_, _, _ = syscall.RawSyscall(syscall.SYS_PRCTL, syscall.PR_SET_PDEATHSIG, uintptr(syscall.SIGKILL), 0)
}

// inside readies the namespaces and becomes the program.
func inside(arguments []string) error {
	if err := loopbackUp(); err != nil {
		return fmt.Errorf("loopback: %w", err)
	}
	// Mounts of the host must not see those of ours. /proc shows the processes of the namespace where that is allowed.
	if err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err == nil {
		_ = syscall.Mount("proc", "/proc", "proc", syscall.MS_NOSUID|syscall.MS_NODEV|syscall.MS_NOEXEC, "")
	}
	return become(arguments)
}

// chroot becomes a program whose root is a folder.
func chroot(arguments []string) error {
	if len(arguments) < 2 {
		return errors.New("chroot needs a folder and a program")
	}
	if err := syscall.Chroot(arguments[0]); err != nil {
		return fmt.Errorf("chroot: %w", err)
	}
	if err := os.Chdir("/"); err != nil {
		return err
	}
	return become(arguments[1:])
}

func become(arguments []string) error {
	path, err := exec.LookPath(arguments[0])
	if err != nil {
		return err
	}
	return syscall.Exec(path, arguments, os.Environ())
}

// loopbackUp does what "ip link set lo up" does: a new network namespace has loopback, but down.
func loopbackUp() error {
	socket, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_DGRAM, 0)
	if err != nil {
		return err
	}
	defer syscall.Close(socket)
	request := struct {
		name  [syscall.IFNAMSIZ]byte
		flags uint16
		_     [22]byte
	}{flags: syscall.IFF_UP | syscall.IFF_RUNNING}
	copy(request.name[:], "lo")
	_, _, code := syscall.Syscall(syscall.SYS_IOCTL, uintptr(socket), syscall.SIOCSIFFLAGS, uintptr(unsafe.Pointer(&request)))
	if code != 0 {
		return code
	}
	return nil
}
