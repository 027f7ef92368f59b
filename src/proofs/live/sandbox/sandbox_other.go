//go:build !linux

package main

import "errors"

var errUnsupported = errors.New("there are no namespaces on this system")

func isolate([]string) error { return errUnsupported }

func inside([]string) error { return errUnsupported }

func chroot([]string) error { return errUnsupported }
