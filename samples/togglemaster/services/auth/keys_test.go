package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func open(t *testing.T, folder string) *Keys {
	t.Helper()
	keys, err := OpenKeys(folder)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func issue(t *testing.T, keys *Keys, name string) (Key, string) {
	t.Helper()
	key, token, err := keys.Issue(name)
	if err != nil {
		t.Fatal(err)
	}
	return key, token
}

func TestAnIssuedKeyIsValid(t *testing.T) {
	keys := open(t, "")
	issued, token := issue(t, keys, "checkout")

	key, valid := keys.Check(token)

	if !valid || key.ID != issued.ID || key.Name != "checkout" {
		t.Fatalf("got %+v, %v", key, valid)
	}
}

func TestOnlyTheWholeTokenIsValid(t *testing.T) {
	keys := open(t, "")
	key, token := issue(t, keys, "checkout")
	secret := strings.Split(token, "_")[2]

	for _, wrong := range []string{
		"", "tm", "tm__", token[:len(token)-1], token + "0", "xx_" + key.ID + "_" + secret,
		"tm_" + key.ID + "_", "tm_0000000000000000_" + secret, strings.ToUpper(token),
	} {
		if _, valid := keys.Check(wrong); valid {
			t.Errorf("%q is taken for a key", wrong)
		}
	}
}

func TestARevokedKeyIsNotValidAndKeepsItsFirstDate(t *testing.T) {
	keys := open(t, "")
	issued, token := issue(t, keys, "checkout")

	first, err := keys.Revoke(issued.ID)
	if err != nil {
		t.Fatal(err)
	}
	second, err := keys.Revoke(issued.ID)
	if err != nil {
		t.Fatal(err)
	}

	if _, valid := keys.Check(token); valid {
		t.Error("a revoked key is still valid")
	}
	if first.RevokedAt == nil || !first.RevokedAt.Equal(*second.RevokedAt) {
		t.Errorf("revoked at %v, then at %v", first.RevokedAt, second.RevokedAt)
	}
}

func TestAnUnknownKeyCannotBeRevoked(t *testing.T) {
	if _, err := open(t, "").Revoke("nobody"); !errors.Is(err, errUnknownKey) {
		t.Fatalf("got %v", err)
	}
}

func TestKeysAreListedOldestFirst(t *testing.T) {
	keys := open(t, "")
	for _, name := range []string{"one", "two", "three"} {
		issue(t, keys, name)
	}

	listed := keys.List()

	if len(listed) != 3 || listed[0].Name != "one" || listed[2].Name != "three" {
		t.Fatalf("got %+v", listed)
	}
}

func TestKeysOutliveTheProcessAndTheirSecretsAreNotOnDisk(t *testing.T) {
	folder := t.TempDir()
	_, token := issue(t, open(t, folder), "checkout")

	_, valid := open(t, folder).Check(token)

	if !valid {
		t.Error("the key is lost")
	}
	content, err := os.ReadFile(filepath.Join(folder, "keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(content), strings.Split(token, "_")[2]) {
		t.Error("the file holds the secret")
	}
	if info, err := os.Stat(filepath.Join(folder, "keys.json")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file can be read by others: %v, %v", info.Mode(), err)
	}
}

func TestAFileThatHoldsNoKeysIsRefusedByName(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "keys.json")
	if err := os.WriteFile(file, []byte("not json"), 0o600); err != nil {
		t.Fatal(err)
	}

	_, err := OpenKeys(folder)

	if err == nil || !strings.Contains(err.Error(), file) {
		t.Fatalf("got %v", err)
	}
}

func TestAKeyThatCannotBeSavedIsNotIssued(t *testing.T) {
	keys := open(t, filepath.Join(t.TempDir(), "missing"))

	_, _, err := keys.Issue("checkout")

	if err == nil || len(keys.List()) != 0 {
		t.Fatalf("got %v and %d keys", err, len(keys.List()))
	}
	if keys.Writable() == nil {
		t.Error("the store says that it can save")
	}
}
