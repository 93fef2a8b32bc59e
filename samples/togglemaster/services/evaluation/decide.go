package main

import (
	"crypto/sha256"
	"encoding/binary"
)

// Flag is the part of a flag's definition that decides.
type Flag struct {
	Name    string `json:"name"`
	Enabled bool   `json:"enabled"`
}

// Rule lets in a share of all users, or the users of whom an attribute has one of the values.
type Rule struct {
	ID         string   `json:"id"`
	Type       string   `json:"type"`
	Percentage float64  `json:"percentage"`
	Attribute  string   `json:"attribute"`
	Values     []string `json:"values"`
}

// Definition is all that a decision about a flag depends on, but for the user.
type Definition struct {
	Flag  Flag
	Rules []Rule
}

// Decision says whether a flag is on for a user, and why.
type Decision struct {
	Flag    string `json:"flag"`
	UserID  string `json:"user_id"`
	Enabled bool   `json:"enabled"`
	Reason  string `json:"reason"`
	Rule    string `json:"rule,omitempty"`
}

const (
	reasonDisabled   = "disabled"
	reasonNoRules    = "no-rules"
	reasonAttribute  = "attribute"
	reasonPercentage = "percentage"
	reasonNoMatch    = "no-match"
)

// decide: a disabled flag is off; one without rules is on; else it is on if any rule lets the user in.
func decide(definition Definition, userID string, attributes map[string]string) Decision {
	decision := Decision{Flag: definition.Flag.Name, UserID: userID, Reason: reasonNoMatch}
	switch {
	case !definition.Flag.Enabled:
		decision.Reason = reasonDisabled
		return decision
	case len(definition.Rules) == 0:
		decision.Enabled, decision.Reason = true, reasonNoRules
		return decision
	}
	for _, rule := range definition.Rules {
		if rule.admits(definition.Flag.Name, userID, attributes) {
			decision.Enabled, decision.Reason, decision.Rule = true, rule.Type, rule.ID
			return decision
		}
	}
	return decision
}

func (r Rule) admits(flag, userID string, attributes map[string]string) bool {
	switch r.Type {
	case reasonPercentage:
		return bucket(flag, userID) < r.Percentage
	case reasonAttribute:
		actual, known := attributes[r.Attribute]
		for _, wanted := range r.Values {
			if known && actual == wanted {
				return true
			}
		}
	}
	return false
}

// bucket places a user for a flag in [0, 100), in steps of 0.01: the same place every time and on
// every replica, and an independent one for each flag.
func bucket(flag, userID string) float64 {
	sum := sha256.Sum256([]byte(flag + "\x00" + userID))
	return float64(binary.BigEndian.Uint64(sum[:8])%10000) / 100
}
