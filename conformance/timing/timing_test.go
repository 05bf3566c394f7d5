package timing

import (
	"compress/gzip"
	"encoding/json"
	"flag"
	"os"
	"runtime"
	"testing"
	"testing/synctest"
)

var (
	write = flag.String("write", "", "the file to write the cases to")
	cases = flag.Int("cases", 200, "how many seeds, from 1")
)

// kubernetesVersion is the one that go.mod pins: to be changed with it.
const kubernetesVersion = "v1.36.3"

// TestCases lives every case; with -write it keeps what the prober did.
func TestCases(t *testing.T) {
	var rows []*Case
	for seed := 1; seed <= *cases; seed++ {
		synctest.Test(t, func(*testing.T) { rows = append(rows, live(uint64(seed))) })
	}
	if *write == "" {
		return
	}
	file, err := os.Create(*write)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	zip, _ := gzip.NewWriterLevel(file, gzip.BestCompression)
	defer zip.Close()
	encoder := json.NewEncoder(zip)
	if err := encoder.Encode(Header{runtime.Version(), kubernetesVersion, len(rows)}); err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if err := encoder.Encode(row); err != nil {
			t.Fatal(err)
		}
	}
}
