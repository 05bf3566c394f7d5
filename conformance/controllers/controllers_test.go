package controllers

import (
	"compress/gzip"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/go-logr/logr"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	"k8s.io/klog/v2"
)

var (
	write = flag.String("write", "", "the file to write the cases to")
	cases = flag.Int("cases", 200, "how many of them")
)

// TestCases lives every case, twice; with -write it keeps what the controllers did.
func TestCases(t *testing.T) {
	klog.SetLogger(logr.Discard())
	// One of them waits until a moment that it remembers from outside of the bubble.
	utilruntime.ErrorHandlers = nil
	var rows []*Case
	for seed := uint64(1); len(rows) < *cases; seed++ {
		var first, again *Case
		synctest.Test(t, func(*testing.T) { first = live(seed) })
		synctest.Test(t, func(*testing.T) { again = live(seed) })
		// Where they differ, chance decides: which node of several comes first, which of two goroutines.
		if first.course() == again.course() {
			rows = append(rows, first)
		}
	}
	if *write == "" {
		return
	}
	// A test's build information names no modules.
	version, err := exec.Command("go", "list", "-m", "-f", "{{.Version}}", "k8s.io/kubernetes").Output()
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(*write)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	zip, _ := gzip.NewWriterLevel(file, gzip.BestCompression)
	defer zip.Close()
	encoder := json.NewEncoder(zip)
	if err := encoder.Encode(Header{runtime.Version(), strings.TrimSpace(string(version)), len(rows)}); err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if err := encoder.Encode(row); err != nil {
			t.Fatal(err)
		}
	}
}
