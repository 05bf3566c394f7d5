// A registry that serves the images of a folder to the nodes, whatever registry their names speak of: blobs/sha256/ holds
// contents, names/ a file for each image with the digest of its manifest. It reads, and nothing can be pushed.
package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

var (
	manifest = regexp.MustCompile(`^/v2/(.+)/manifests/([^/]+)$`)
	blob     = regexp.MustCompile(`^/v2/.+/blobs/([^/]+)$`)
	digest   = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)
)

type store struct{ folder string }

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: registry ADDRESS FOLDER")
		os.Exit(2)
	}
	fmt.Fprintln(os.Stderr, http.ListenAndServe(os.Args[1], store{os.Args[2]}))
	os.Exit(1)
}

func (s store) ServeHTTP(response http.ResponseWriter, request *http.Request) {
	path := request.URL.Path
	if request.Method != http.MethodGet && request.Method != http.MethodHead {
		refuse(response, http.StatusMethodNotAllowed, "UNSUPPORTED", "this registry is only read")
	} else if path == "/v2/" {
		response.WriteHeader(http.StatusOK)
	} else if match := manifest.FindStringSubmatch(path); match != nil {
		// containerd says in ns= which registry it would have asked.
		s.manifest(response, request, strings.TrimPrefix(request.URL.Query().Get("ns")+"/"+match[1], "/"), match[2])
	} else if match := blob.FindStringSubmatch(path); match != nil {
		s.serve(response, request, match[1], "application/octet-stream")
	} else {
		refuse(response, http.StatusNotFound, "NAME_UNKNOWN", path)
	}
}

func (s store) manifest(response http.ResponseWriter, request *http.Request, name, reference string) {
	if !digest.MatchString(reference) {
		content, err := os.ReadFile(filepath.Join(s.folder, "names", url.QueryEscape(name+":"+reference)))
		if err != nil {
			refuse(response, http.StatusNotFound, "MANIFEST_UNKNOWN", name+":"+reference)
			return
		}
		reference = strings.TrimSpace(string(content))
	}
	s.serve(response, request, reference, "application/vnd.oci.image.manifest.v1+json")
}

func (s store) serve(response http.ResponseWriter, request *http.Request, reference, kind string) {
	if !digest.MatchString(reference) {
		refuse(response, http.StatusBadRequest, "DIGEST_INVALID", reference)
		return
	}
	file, err := os.Open(filepath.Join(s.folder, "blobs", "sha256", strings.TrimPrefix(reference, "sha256:")))
	if err != nil {
		refuse(response, http.StatusNotFound, "BLOB_UNKNOWN", reference)
		return
	}
	defer file.Close()
	about, err := file.Stat()
	if err != nil {
		refuse(response, http.StatusInternalServerError, "UNKNOWN", err.Error())
		return
	}
	response.Header().Set("Content-Type", kind)
	response.Header().Set("Docker-Content-Digest", reference)
	http.ServeContent(response, request, "", about.ModTime(), file)
}

func refuse(response http.ResponseWriter, status int, code, message string) {
	response.Header().Set("Content-Type", "application/json")
	response.WriteHeader(status)
	json.NewEncoder(response).Encode(map[string]any{"errors": []any{map[string]string{"code": code, "message": message}}})
}
