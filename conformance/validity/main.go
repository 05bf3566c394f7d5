// Command validity says what Kubernetes' API server answers when it is asked to create the objects on standard input.
//
//	validity [-crd FILE]... < manifests > verdicts
//
// The input is YAML of several documents or a stream of JSON; the output is one line of JSON for each object, in order.
// The exit code is 0 when every object was judged, whatever the verdict, and 2 when the input could not be read.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/yaml"
)

type files []string

func (f *files) String() string { return fmt.Sprint(*f) }

func (f *files) Set(name string) error {
	*f = append(*f, name)
	return nil
}

func main() {
	var definitions files
	flag.Var(&definitions, "crd", "a file of CustomResourceDefinitions; may be repeated")
	flag.Parse()
	if err := run(definitions, os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "validity:", err)
		os.Exit(2)
	}
}

func run(definitions []string, in io.Reader, out io.Writer) error {
	custom, err := readDefinitions(definitions)
	if err != nil {
		return err
	}
	lines := bufio.NewWriter(out)
	documents := yaml.NewYAMLOrJSONDecoder(in, 4096)
	for index := 0; ; index++ {
		document := runtime.RawExtension{}
		if err := documents.Decode(&document); errors.Is(err, io.EOF) {
			return lines.Flush()
		} else if err != nil {
			return fmt.Errorf("document %d: %w", index, err)
		}
		if len(document.Raw) == 0 || string(document.Raw) == "null" {
			index--
			continue
		}
		line, err := json.Marshal(judge(document.Raw, custom))
		if err != nil {
			return err
		}
		if _, err := lines.Write(append(line, '\n')); err != nil {
			return err
		}
	}
}
