package main

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"time"
)

var errUnknownKey = errors.New("there is no key with this id")

const keyPrefix = "tm"

// Key is what anyone may know of an API key.
type Key struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	CreatedAt time.Time  `json:"createdAt"`
	RevokedAt *time.Time `json:"revokedAt,omitempty"`
}

// record is what the store keeps of a key: the hash of its secret, never the secret.
type record struct {
	Key
	Hash string `json:"hash"`
}

// Keys holds the API keys in memory and, if it was opened on a folder, in a file there.
type Keys struct {
	mu      sync.RWMutex
	file    string
	records map[string]record
}

// OpenKeys reads the keys kept in a folder; with "" they live as long as the process.
func OpenKeys(folder string) (*Keys, error) {
	keys := &Keys{records: map[string]record{}}
	if folder == "" {
		return keys, nil
	}
	keys.file = filepath.Join(folder, "keys.json")
	content, err := os.ReadFile(keys.file)
	if errors.Is(err, os.ErrNotExist) {
		return keys, nil
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read the keys: %w", err)
	}
	if err := json.Unmarshal(content, &keys.records); err != nil {
		return nil, fmt.Errorf("%s does not hold keys: %w", keys.file, err)
	}
	return keys, nil
}

// Issue makes a key and returns its token, which cannot be had a second time.
func (k *Keys) Issue(name string) (Key, string, error) {
	random := make([]byte, 40)
	if _, err := rand.Read(random); err != nil {
		return Key{}, "", fmt.Errorf("no randomness for a key: %w", err)
	}
	id, secret := hex.EncodeToString(random[:8]), hex.EncodeToString(random[8:])
	key := Key{ID: id, Name: name, CreatedAt: time.Now().UTC()}

	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.put(record{Key: key, Hash: hash(secret)}); err != nil {
		return Key{}, "", err
	}
	return key, strings.Join([]string{keyPrefix, id, secret}, "_"), nil
}

// List gives every key, revoked ones too, oldest first.
func (k *Keys) List() []Key {
	k.mu.RLock()
	defer k.mu.RUnlock()
	keys := make([]Key, 0, len(k.records))
	for _, kept := range k.records {
		keys = append(keys, kept.Key)
	}
	sort.Slice(keys, func(i, j int) bool { return keys[i].CreatedAt.Before(keys[j].CreatedAt) })
	return keys
}

// Revoke ends a key for good; a key that was revoked before keeps its first date.
func (k *Keys) Revoke(id string) (Key, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	kept, found := k.records[id]
	if !found {
		return Key{}, errUnknownKey
	}
	if kept.RevokedAt == nil {
		now := time.Now().UTC()
		kept.RevokedAt = &now
		if err := k.put(kept); err != nil {
			return Key{}, err
		}
	}
	return kept.Key, nil
}

// Check tells whose token this is, if it is one that was issued and not revoked.
func (k *Keys) Check(token string) (Key, bool) {
	parts := strings.Split(token, "_")
	if len(parts) != 3 || parts[0] != keyPrefix {
		return Key{}, false
	}
	k.mu.RLock()
	kept, found := k.records[parts[1]]
	k.mu.RUnlock()
	// An unknown id is compared too, so that the time taken does not tell it from a wrong secret.
	same := subtle.ConstantTimeCompare([]byte(hash(parts[2])), []byte(kept.Hash)) == 1
	return kept.Key, found && same && kept.RevokedAt == nil
}

// Writable tells what keeps the store from saving, if anything does.
func (k *Keys) Writable() error {
	if k.file == "" {
		return nil
	}
	probe, err := os.CreateTemp(filepath.Dir(k.file), ".probe-*")
	if err != nil {
		return err
	}
	defer os.Remove(probe.Name())
	return probe.Close()
}

// put saves first and remembers after: memory never holds what the file lacks.
func (k *Keys) put(changed record) error {
	next := make(map[string]record, len(k.records)+1)
	for id, kept := range k.records {
		next[id] = kept
	}
	next[changed.ID] = changed
	if err := k.save(next); err != nil {
		return fmt.Errorf("cannot save the keys: %w", err)
	}
	k.records = next
	return nil
}

// save replaces the file in one step, so that a crash leaves the old one or the new one.
func (k *Keys) save(records map[string]record) error {
	if k.file == "" {
		return nil
	}
	content, err := json.MarshalIndent(records, "", "  ")
	if err != nil {
		return err
	}
	temporary := k.file + ".new"
	if err := os.WriteFile(temporary, content, 0o600); err != nil {
		return err
	}
	return os.Rename(temporary, k.file)
}

// hash is one round of SHA-256: a secret of 256 random bits needs no slow password hash.
func hash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
