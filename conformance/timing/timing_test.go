package timing

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
)

var (
	write = flag.String("write", "", "the file to write the cases to")
	cases = flag.Int("cases", 200, "how many seeds, from 1")
)

// TestCases lives every case; with -write it keeps what the prober did.
func TestCases(t *testing.T) {
	var rows []*Case
	for seed := 1; seed <= *cases; seed++ {
		synctest.Test(t, func(*testing.T) { rows = append(rows, live(uint64(seed))) })
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
