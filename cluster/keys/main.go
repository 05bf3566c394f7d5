// The certificates and keys of the cluster, all signed by one authority that is made with the first of them.
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

const usage = `usage: keys FOLDER server NAME HOST|ADDRESS...   NAME.crt and NAME.key, for who is asked
       keys FOLDER client NAME USER GROUP        NAME.crt and NAME.key, for who asks
       keys FOLDER pair NAME                     NAME.key and NAME.pub, to sign with`

// A cluster lives for hours; the clock of whoever checks may be a little behind.
const lasts, slack = 7 * 24 * time.Hour, time.Hour

func main() {
	if len(os.Args) < 4 {
		fmt.Fprintln(os.Stderr, usage)
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3], os.Args[4:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(folder, kind, name string, rest []string) error {
	template := &x509.Certificate{KeyUsage: x509.KeyUsageDigitalSignature}
	switch {
	case kind == "server" && len(rest) > 0:
		template.Subject.CommonName = rest[0]
		template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
		for _, one := range rest {
			if address := net.ParseIP(one); address != nil {
				template.IPAddresses = append(template.IPAddresses, address)
			} else {
				template.DNSNames = append(template.DNSNames, one)
			}
		}
	case kind == "client" && len(rest) == 2:
		template.Subject = pkix.Name{CommonName: rest[0], Organization: rest[1:]}
		template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	case kind == "pair" && len(rest) == 0:
		return pair(filepath.Join(folder, name))
	default:
		return errors.New(usage)
	}
	authority, signer, err := authorityIn(folder)
	if err != nil {
		return err
	}
	_, err = sign(filepath.Join(folder, name), template, authority, signer)
	return err
}

func authorityIn(folder string) (*x509.Certificate, *ecdsa.PrivateKey, error) {
	path := filepath.Join(folder, "ca")
	certificate, err := os.ReadFile(path + ".crt")
	if errors.Is(err, fs.ErrNotExist) {
		template := &x509.Certificate{
			Subject: pkix.Name{CommonName: "cluster for tests"},
			IsCA:    true, BasicConstraintsValid: true,
			KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
		}
		key, err := sign(path, template, nil, nil)
		return template, key, err
	}
	if err != nil {
		return nil, nil, err
	}
	key, err := os.ReadFile(path + ".key")
	if err != nil {
		return nil, nil, err
	}
	block, _ := pem.Decode(certificate)
	authority, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return nil, nil, err
	}
	block, _ = pem.Decode(key)
	signer, err := x509.ParseECPrivateKey(block.Bytes)
	return authority, signer, err
}

// Signed by itself where there is no authority.
func sign(path string, template, authority *x509.Certificate, signer *ecdsa.PrivateKey) (*ecdsa.PrivateKey, error) {
	key, err := newKey(path)
	if err != nil {
		return nil, err
	}
	if authority == nil {
		authority, signer = template, key
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, err
	}
	template.SerialNumber = serial
	template.NotBefore, template.NotAfter = time.Now().Add(-slack), time.Now().Add(lasts)
	der, err := x509.CreateCertificate(rand.Reader, template, authority, key.Public(), signer)
	if err != nil {
		return nil, err
	}
	return key, write(path+".crt", "CERTIFICATE", der)
}

func pair(path string) error {
	key, err := newKey(path)
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return err
	}
	return write(path+".pub", "PUBLIC KEY", der)
}

func newKey(path string) (*ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return nil, err
	}
	return key, write(path+".key", "EC PRIVATE KEY", der)
}

func write(path, kind string, der []byte) error {
	return os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600)
}
