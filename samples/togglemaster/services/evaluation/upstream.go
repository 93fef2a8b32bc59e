package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

const (
	upstreamTimeout = 2 * time.Second
	probeTimeout    = time.Second
	cacheTTL        = 5 * time.Second
	cacheLimit      = 10000
	maxAnswer       = 1 << 20
)

// problem is an error that has an HTTP status of its own.
type problem struct {
	status  int
	message string
}

func (p *problem) Error() string { return p.message }

// upstream asks flag and targeting, with the caller's own API key: evaluation holds none.
type upstream struct {
	client       *http.Client
	flagURL      string
	targetingURL string
	definitions  *cache[[sha256.Size]byte, Definition]
}

func newUpstream(flagURL, targetingURL string) *upstream {
	return &upstream{
		client:       &http.Client{Timeout: upstreamTimeout},
		flagURL:      flagURL,
		targetingURL: targetingURL,
		definitions:  newCache[[sha256.Size]byte, Definition](cacheTTL, cacheLimit),
	}
}

// definition is cached per flag and caller, so that a key never sees what another was allowed to.
func (u *upstream) definition(ctx context.Context, authorization, flag string) (Definition, error) {
	key := sha256.Sum256([]byte(authorization + "\x00" + flag))
	if known, found := u.definitions.get(key); found {
		return known, nil
	}
	var definition Definition
	if err := u.get(ctx, u.flagURL+"/flags/"+url.PathEscape(flag), authorization, &definition.Flag); err != nil {
		return Definition{}, err
	}
	if definition.Flag.Enabled {
		var answered struct {
			Rules []Rule `json:"rules"`
		}
		rules := u.targetingURL + "/targeting/" + url.PathEscape(flag) + "/rules"
		if err := u.get(ctx, rules, authorization, &answered); err != nil {
			return Definition{}, err
		}
		definition.Rules = answered.Rules
	}
	u.definitions.put(key, definition)
	return definition, nil
}

func (u *upstream) get(ctx context.Context, address, authorization string, into any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return &problem{http.StatusServiceUnavailable, err.Error()}
	}
	if authorization != "" {
		request.Header.Set("Authorization", authorization)
	}
	response, err := u.client.Do(request)
	if err != nil {
		return unreachable(request.URL, err)
	}
	defer response.Body.Close()
	switch response.StatusCode {
	case http.StatusOK:
		err = json.NewDecoder(io.LimitReader(response.Body, maxAnswer)).Decode(into)
		if err != nil {
			return &problem{http.StatusBadGateway, fmt.Sprintf("%s answered no JSON: %v", request.URL.Host, err)}
		}
		return nil
	case http.StatusUnauthorized:
		return &problem{http.StatusUnauthorized, "this needs a valid API key: Authorization: Bearer KEY"}
	case http.StatusNotFound:
		return &problem{http.StatusNotFound, "there is no flag of this name"}
	default:
		return &problem{http.StatusBadGateway, fmt.Sprintf("%s answered %d", request.URL.Host, response.StatusCode)}
	}
}

// problems names each of the two that is not configured or does not answer.
func (u *upstream) problems(ctx context.Context) []string {
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	var found []string
	for _, needed := range []struct{ variable, base string }{{"FLAG_URL", u.flagURL}, {"TARGETING_URL", u.targetingURL}} {
		if needed.base == "" {
			found = append(found, needed.variable+" is not set")
			continue
		}
		var health map[string]any
		if err := u.get(ctx, needed.base+"/health", "", &health); err != nil {
			found = append(found, needed.variable+": "+err.Error())
		}
	}
	return found
}

func unreachable(address *url.URL, err error) error {
	var timeout interface{ Timeout() bool }
	if errors.As(err, &timeout) && timeout.Timeout() {
		return &problem{http.StatusGatewayTimeout, address.Host + " did not answer in time"}
	}
	return &problem{http.StatusBadGateway, address.Host + " cannot be reached"}
}
