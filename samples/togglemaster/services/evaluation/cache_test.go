package main

import (
	"testing"
	"time"
)

func TestAValueIsForgottenWhenItsTimeIsUp(t *testing.T) {
	clock := time.Unix(0, 0)
	c := newCache[string, int](time.Second, 10)
	c.now = func() time.Time { return clock }
	c.put("a", 1)

	if value, found := c.get("a"); !found || value != 1 {
		t.Errorf("got %d, %v", value, found)
	}
	clock = clock.Add(time.Second)
	if _, found := c.get("a"); found {
		t.Error("it is still there")
	}
}

func TestAFullCacheDropsTheExpiredAndThenAll(t *testing.T) {
	clock := time.Unix(0, 0)
	c := newCache[int, int](time.Second, 2)
	c.now = func() time.Time { return clock }
	c.put(1, 1)
	clock = clock.Add(600 * time.Millisecond)
	c.put(2, 2)
	clock = clock.Add(600 * time.Millisecond)

	c.put(3, 3)
	_, second := c.get(2)
	c.put(4, 4)
	_, secondLater := c.get(2)

	if !second || secondLater || len(c.entries) != 1 {
		t.Errorf("kept %v, then %v, %d entries", second, secondLater, len(c.entries))
	}
}
