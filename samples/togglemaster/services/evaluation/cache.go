package main

import (
	"sync"
	"time"
)

// cache remembers values for a short while, and never more than a given number of them.
type cache[K comparable, V any] struct {
	mu      sync.Mutex
	ttl     time.Duration
	limit   int
	now     func() time.Time
	entries map[K]entry[V]
}

type entry[V any] struct {
	value V
	until time.Time
}

func newCache[K comparable, V any](ttl time.Duration, limit int) *cache[K, V] {
	return &cache[K, V]{ttl: ttl, limit: limit, now: time.Now, entries: map[K]entry[V]{}}
}

func (c *cache[K, V]) get(key K) (V, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	found, present := c.entries[key]
	if !present || !c.now().Before(found.until) {
		var none V
		return none, false
	}
	return found.value, true
}

// put makes room when it is full: first what has expired goes, then everything.
func (c *cache[K, V]) put(key K, value V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	if len(c.entries) >= c.limit {
		for old, kept := range c.entries {
			if !now.Before(kept.until) {
				delete(c.entries, old)
			}
		}
	}
	if len(c.entries) >= c.limit {
		c.entries = map[K]entry[V]{}
	}
	c.entries[key] = entry[V]{value, now.Add(c.ttl)}
}
