package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"sync/atomic"
	"testing"
)

// platform is flag, targeting and analytics in one server, strict about paths and the API key.
type platform struct {
	*httptest.Server
	flagStatus atomic.Int64
	asked      atomic.Int64
	events     chan map[string]any
}

func newPlatform(t *testing.T) *platform {
	t.Helper()
	p := &platform{events: make(chan map[string]any, 10)}
	p.flagStatus.Store(http.StatusOK)
	keyed := func(next http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") != "Bearer made-up-key" {
				w.WriteHeader(http.StatusUnauthorized)
				return
			}
			next(w, r)
		}
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/health", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "{}") })
	mux.HandleFunc("/flags/new-checkout", keyed(func(w http.ResponseWriter, _ *http.Request) {
		p.asked.Add(1)
		w.WriteHeader(int(p.flagStatus.Load()))
		io.WriteString(w, `{"name": "new-checkout", "enabled": true, "description": "one page"}`)
	}))
	mux.HandleFunc("/targeting/new-checkout/rules", keyed(func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, `{"rules": [{"id": "r1", "type": "attribute", "attribute": "country", "values": ["BR"]}]}`)
	}))
	mux.HandleFunc("/analytics/events", keyed(func(w http.ResponseWriter, r *http.Request) {
		var received map[string]any
		if err := json.NewDecoder(r.Body).Decode(&received); err != nil {
			t.Error(err)
		}
		w.WriteHeader(http.StatusAccepted)
		p.events <- received
	}))
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	return p
}

func (p *platform) service() *service {
	return &service{newUpstream(p.URL, p.URL), newEvents(p.URL, &logger{out: io.Discard})}
}

func ask(t *testing.T, s *service, path, key string) (int, map[string]any) {
	t.Helper()
	request := httptest.NewRequest("GET", path, nil)
	request.Header.Set("Authorization", "Bearer "+key)
	recorder := httptest.NewRecorder()
	s.routes().ServeHTTP(recorder, request)
	var answered map[string]any
	if err := json.Unmarshal(recorder.Body.Bytes(), &answered); err != nil {
		t.Fatalf("%s answered %q", path, recorder.Body)
	}
	return recorder.Code, answered
}

func TestAnAttributeOfTheQueryDecides(t *testing.T) {
	s := newPlatform(t).service()

	_, brazil := ask(t, s, "/evaluate?user_id=ana&flag=new-checkout&country=BR", "made-up-key")
	_, elsewhere := ask(t, s, "/evaluate?user_id=ana&flag=new-checkout&country=US", "made-up-key")

	if brazil["enabled"] != true || brazil["rule"] != "r1" || elsewhere["enabled"] != false {
		t.Errorf("BR: %v, US: %v", brazil, elsewhere)
	}
}

func TestADefinitionIsAskedForOnceAndNotSharedBetweenKeys(t *testing.T) {
	p := newPlatform(t)
	s := p.service()

	for i := 0; i < 3; i++ {
		ask(t, s, "/evaluate?user_id=ana&flag=new-checkout", "made-up-key")
	}
	status, _ := ask(t, s, "/evaluate?user_id=ana&flag=new-checkout", "made-up-other")

	if p.asked.Load() != 1 || status != http.StatusUnauthorized {
		t.Errorf("asked %d times, the other key got %d", p.asked.Load(), status)
	}
}

func TestWhatCannotBeEvaluated(t *testing.T) {
	p := newPlatform(t)
	for name, c := range map[string]struct {
		query      string
		flagStatus int
		status     int
	}{
		"no user":         {"flag=new-checkout", 200, 400},
		"no flag":         {"user_id=ana", 200, 400},
		"an unknown flag": {"user_id=ana&flag=nothing", 200, 404},
		"a path":          {"user_id=ana&flag=..%2Fhealth", 200, 400},
		"a failing flag":  {"user_id=ana&flag=new-checkout", 500, 502},
	} {
		t.Run(name, func(t *testing.T) {
			p.flagStatus.Store(int64(c.flagStatus))

			status, body := ask(t, p.service(), "/evaluate?"+c.query, "made-up-key")

			if status != c.status || body["error"] == "" {
				t.Errorf("got %d %v", status, body)
			}
		})
	}
}

func TestADependencyThatIsGoneIsNamed(t *testing.T) {
	p := newPlatform(t)
	s := p.service()
	if status, body := ask(t, s, "/ready", ""); status != http.StatusOK {
		t.Fatalf("got %d %v", status, body)
	}
	p.Close()

	evaluated, _ := ask(t, s, "/evaluate?user_id=ana&flag=new-checkout", "made-up-key")
	ready, body := ask(t, s, "/ready", "")

	if evaluated != http.StatusBadGateway || ready != http.StatusServiceUnavailable || len(body["problems"].([]any)) != 2 {
		t.Errorf("evaluate %d, ready %d %v", evaluated, ready, body)
	}
}

func TestWithoutConfigurationItLivesButIsNotReady(t *testing.T) {
	s := &service{newUpstream("", ""), newEvents("", nil)}

	health, _ := ask(t, s, "/health", "")
	ready, body := ask(t, s, "/ready", "")

	if health != 200 || ready != 503 {
		t.Errorf("health %d, ready %d %v", health, ready, body)
	}
}

func TestAFullQueueDropsEventsAndDoesNotBlock(t *testing.T) {
	e := newEvents("http://analytics.invalid", nil)

	for i := 0; i < eventQueue+3; i++ {
		e.add(Decision{}, "")
	}

	if len(e.queue) != eventQueue || e.dropped.Load() != 3 {
		t.Errorf("%d queued, %d dropped", len(e.queue), e.dropped.Load())
	}
}

func TestTheServiceEvaluatesReportsAndDeliversItsLastEventWhenItStops(t *testing.T) {
	p := newPlatform(t)
	environment := map[string]string{
		"PORT": "0", "BIND_ADDRESS": "127.0.0.1",
		"FLAG_URL": p.URL, "TARGETING_URL": p.URL, "ANALYTICS_URL": p.URL,
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	lines, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, &logger{service: "evaluation", out: out}, func(name string) string { return environment[name] })
		out.Close()
	}()
	logs := bufio.NewScanner(lines)
	logs.Scan()
	var first map[string]any
	if err := json.Unmarshal(logs.Bytes(), &first); err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequest("GET", "http://"+first["address"].(string)+"/evaluate?user_id=ana&flag=new-checkout&country=BR", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer made-up-key")

	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}

	received := <-p.events
	if received["flag"] != "new-checkout" || received["user_id"] != "ana" || received["enabled"] != true || received["time"] == nil {
		t.Errorf("analytics got %v", received)
	}
}
