package main

import (
	"fmt"
	"testing"
)

func flagOn(rules ...Rule) Definition {
	return Definition{Flag: Flag{Name: "new-checkout", Enabled: true}, Rules: rules}
}

func TestWhatDecidesAndWhy(t *testing.T) {
	brazil := Rule{ID: "r1", Type: "attribute", Attribute: "country", Values: []string{"BR", "PT"}}
	nobody := Rule{ID: "r2", Type: "percentage", Percentage: 0}
	everybody := Rule{ID: "r3", Type: "percentage", Percentage: 100}
	off := flagOn(everybody)
	off.Flag.Enabled = false
	for name, c := range map[string]struct {
		definition   Definition
		country      string
		enabled      bool
		reason, rule string
	}{
		"a disabled flag is off whatever its rules say": {off, "BR", false, "disabled", ""},
		"without rules it is on":                        {flagOn(), "BR", true, "no-rules", ""},
		"one of the values matches":                     {flagOn(brazil), "PT", true, "attribute", "r1"},
		"another value does not":                        {flagOn(brazil), "US", false, "no-match", ""},
		"0 % is nobody":                                 {flagOn(nobody), "BR", false, "no-match", ""},
		"100 % is everybody":                            {flagOn(everybody), "BR", true, "percentage", "r3"},
		"any rule suffices, the first is named":         {flagOn(nobody, brazil, everybody), "BR", true, "attribute", "r1"},
		"an unknown type admits nobody":                 {flagOn(Rule{Type: "moon-phase"}), "BR", false, "no-match", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := decide(c.definition, "ana", map[string]string{"country": c.country})

			if got.Enabled != c.enabled || got.Reason != c.reason || got.Rule != c.rule {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestAnAbsentAttributeIsNotAnEmptyOne(t *testing.T) {
	empty := flagOn(Rule{Type: "attribute", Attribute: "team", Values: []string{""}})

	if decide(empty, "ana", nil).Enabled {
		t.Error("a user without the attribute is let in")
	}
}

func TestABucketIsTheSameForEver(t *testing.T) {
	// Known values: a change of the algorithm would move users between on and off.
	for _, c := range []struct {
		flag, user string
		bucket     float64
	}{{"new-checkout", "ana", 5.65}, {"new-checkout", "bruno", 22.67}, {"dark-mode", "ana", 93.9}} {
		if got := bucket(c.flag, c.user); got != c.bucket {
			t.Errorf("%s is in bucket %v of %s, not %v", c.user, got, c.flag, c.bucket)
		}
	}
}

func TestARolloutReachesItsShareOfUsersAndGrowsByAdding(t *testing.T) {
	const users = 20000
	small, large := 0, 0
	for i := 0; i < users; i++ {
		user := fmt.Sprintf("user-%d", i)
		in10 := decide(flagOn(Rule{Type: "percentage", Percentage: 10}), user, nil).Enabled
		in30 := decide(flagOn(Rule{Type: "percentage", Percentage: 30}), user, nil).Enabled
		if in10 {
			small++
		}
		if in30 {
			large++
		}
		if in10 && !in30 {
			t.Fatalf("%s lost the flag when the rollout grew", user)
		}
	}
	if small < 9*users/100 || small > 11*users/100 || large < 29*users/100 || large > 31*users/100 {
		t.Errorf("10 %% reached %d and 30 %% reached %d of %d", small, large, users)
	}
}
