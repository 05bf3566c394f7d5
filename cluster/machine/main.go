// The first process of a machine of the cluster: a set of namespaces (processes, mounts, network, name) that unshare made. It
// furnishes them, says "ready", buries what others leave, and ends with its standard input. With it the kernel ends all of the
// machine: every process, then the mounts, the devices and the iptables chains, which nothing else holds. So a driver that
// crashes leaves none of them.
package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
)

// What the kubelet wants of the kernel (setupKernelTunables in pkg/kubelet/cm). It writes what differs, and these are not of any
// namespace: the real machine would be changed. A file over each of them shows the kubelet what it wants to see.
var tunables = map[string]string{
	"vm/overcommit_memory":      "1",
	"vm/panic_on_oom":           "0",
	"kernel/panic":              "10",
	"kernel/panic_on_oops":      "1",
	"kernel/keys/root_maxkeys":  "1000000",
	"kernel/keys/root_maxbytes": "25000000",
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: machine NAME FOLDER, in namespaces of its own; the folder becomes its /var")
		os.Exit(2)
	}
	if err := furnish(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	go bury()
	fmt.Println("ready")
	io.Copy(io.Discard, os.Stdin)
}

func furnish(name, folder string) error {
	if os.Getpid() != 1 {
		return fmt.Errorf("machine is process %d; it has to be the first of its namespace", os.Getpid())
	}
	if err := syscall.Sethostname([]byte(name)); err != nil {
		return fmt.Errorf("sethostname: %w", err)
	}
	for _, one := range []struct {
		source, target, kind string
		flags                uintptr
	}{
		{"", "/", "", syscall.MS_PRIVATE | syscall.MS_REC}, // nothing of what follows reaches the real machine
		{"", "/", "", syscall.MS_SHARED | syscall.MS_REC},  // among its own containers mounts may propagate, as on a real node
		{"proc", "/proc", "proc", 0},
		{"tmpfs", "/run", "tmpfs", 0},
		{folder, "/var", "", syscall.MS_BIND},
	} {
		if err := syscall.Mount(one.source, one.target, one.kind, one.flags, ""); err != nil {
			return fmt.Errorf("mount %s: %w", one.target, err)
		}
	}
	if err := cover(); err != nil {
		return err
	}
	if out, err := exec.Command("ip", "link", "set", "lo", "up").CombinedOutput(); err != nil {
		return fmt.Errorf("ip link set lo up: %w: %s", err, out)
	}
	return nil
}

func cover() error {
	for name, value := range tunables {
		file := filepath.Join("/run/sysctl", name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(value+"\n"), 0o644); err != nil {
			return err
		}
		target := filepath.Join("/proc/sys", name)
		if err := syscall.Mount(file, target, "", syscall.MS_BIND, ""); err != nil && err != syscall.ENOENT {
			return fmt.Errorf("mount %s: %w", target, err)
		}
	}
	return nil
}

// bury waits for the processes whose parents went before them, the shims of containers above all.
func bury() {
	children := make(chan os.Signal, 1)
	signal.Notify(children, syscall.SIGCHLD)
	for range children {
		for {
			if pid, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil); pid <= 0 || err != nil {
				break
			}
		}
	}
}
