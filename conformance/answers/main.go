// Command answers records what Kubernetes' own probers say of what servers do, in real time and on loopback addresses.
//
// Its User-Agent has to be that of a released kubelet, which the linker sets: conformance/record does it. Ports differ from run to run; what is written has fixed ones in their place, so two runs write the same file.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"

	"k8s.io/component-base/version"
)

// recording is the whole file.
type recording struct {
	Kubernetes string     `json:"kubernetes"`
	Go         string     `json:"go"`
	UserAgent  string     `json:"userAgent"`
	HTTP       []httpCase `json:"http"`
	TCP        []tcpCase  `json:"tcp"`
	GRPC       []grpcCase `json:"grpc"`
}

// answer is what a prober said.
type answer struct {
	Result string `json:"result"`
	Output string `json:"output"`
	// Error makes the kubelet try again at once, up to three times in all (runProbeWithRetries).
	Error string `json:"error,omitempty"`
}

// At most this many cases at once: each is mostly waiting.
const parallel = 16

func main() {
	kubernetes, info := moduleVersion("k8s.io/kubernetes"), version.Get()
	if !strings.HasPrefix(kubernetes, "v"+info.Major+"."+info.Minor+".") {
		fmt.Fprintf(os.Stderr, "answers: linked as version %q.%q of Kubernetes %s, which the User-Agent would carry; use conformance/record\n", info.Major, info.Minor, kubernetes)
		os.Exit(2)
	}
	written := recording{
		Kubernetes: kubernetes,
		Go:         runtime.Version(),
		UserAgent:  fmt.Sprintf("kube-probe/%s.%s", info.Major, info.Minor),
		HTTP:       httpCases(),
		TCP:        tcpCases(),
		GRPC:       grpcCases(),
	}
	each(len(written.HTTP), func(i int) { written.HTTP[i].run() })
	each(len(written.TCP), func(i int) { written.TCP[i].run() })
	each(len(written.GRPC), func(i int) { written.GRPC[i].run() })
	if err := json.NewEncoder(indented{os.Stdout}).Encode(written); err != nil {
		fmt.Fprintln(os.Stderr, "answers:", err)
		os.Exit(2)
	}
}

// indented puts every case on a line of its own, so that a change of one is a change of one line.
type indented struct{ file *os.File }

func (i indented) Write(text []byte) (int, error) {
	lines := strings.NewReplacer(`},{"name"`, "},\n{\"name\"", `:[{"name"`, ":[\n{\"name\"").Replace(string(text))
	_, err := i.file.WriteString(lines)
	return len(text), err
}

func each(count int, do func(int)) {
	places := make(chan struct{}, parallel)
	var all sync.WaitGroup
	for i := range count {
		places <- struct{}{}
		all.Go(func() {
			do(i)
			<-places
		})
	}
	all.Wait()
}

func moduleVersion(path string) string {
	info, _ := debug.ReadBuildInfo()
	for _, module := range info.Deps {
		if module.Path == path {
			return module.Version
		}
	}
	return "unknown"
}
