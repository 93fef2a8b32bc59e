package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sort"
	"strings"
	"sync"
	"time"
)

const (
	maxBody      = 64 << 10
	drainTimeout = 10 * time.Second
)

// logger writes one JSON object a line, which is what log collectors read.
type logger struct {
	service string
	mu      sync.Mutex
	out     io.Writer
}

type fields map[string]any

func (l *logger) log(level, message string, more fields) {
	line := fields{"time": time.Now().UTC(), "level": level, "service": l.service, "message": message}
	for name, value := range more {
		line[name] = value
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := json.NewEncoder(l.out).Encode(line); err != nil {
		fmt.Fprintln(os.Stderr, "cannot log:", err)
	}
}

// listen opens the port that the environment names: PORT (8080) on BIND_ADDRESS (every interface).
func listen(getenv func(string) string) (net.Listener, error) {
	port := getenv("PORT")
	if port == "" {
		port = "8080"
	}
	return net.Listen("tcp", net.JoinHostPort(getenv("BIND_ADDRESS"), port))
}

// serve answers until the context ends, then lets the requests in flight finish.
func serve(ctx context.Context, log *logger, listener net.Listener, handler http.Handler) error {
	server := &http.Server{
		Handler:           logged(log, http.MaxBytesHandler(handler, maxBody)),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      10 * time.Second,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    16 << 10,
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	log.log("info", "listening", fields{"address": listener.Addr().String()})

	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	log.log("info", "stopping", nil)
	drain, cancel := context.WithTimeout(context.Background(), drainTimeout)
	defer cancel()
	return server.Shutdown(drain)
}

// logged writes a line per request. Probes are left out, and so are queries, which name users.
func logged(log *logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began, seen := time.Now(), &statusWriter{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(seen, r)
		if r.URL.Path == "/health" || r.URL.Path == "/ready" {
			return
		}
		log.log("info", "request", fields{
			"method": r.Method, "path": r.URL.Path, "status": seen.status,
			"durationMs": time.Since(began).Milliseconds(),
		})
	})
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// methods answers one path by HTTP method.
type methods map[string]http.HandlerFunc

func (m methods) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if handle, found := m[r.Method]; found {
		handle(w, r)
		return
	}
	var allowed []string
	for method := range m {
		allowed = append(allowed, method)
	}
	sort.Strings(allowed)
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	refuse(w, http.StatusMethodNotAllowed, "%s is not allowed here", r.Method)
}

// probes adds liveness and readiness; problems lists what keeps the service from doing its work.
func probes(mux *http.ServeMux, problems func(context.Context) []string) {
	mux.Handle("/health", methods{"GET": func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, fields{"status": "ok"})
	}})
	mux.Handle("/ready", methods{"GET": func(w http.ResponseWriter, r *http.Request) {
		if found := problems(r.Context()); len(found) > 0 {
			answer(w, http.StatusServiceUnavailable, fields{"status": "not ready", "problems": found})
			return
		}
		answer(w, http.StatusOK, fields{"status": "ready"})
	}})
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	// The status is sent: a client that has gone is the one thing left that can fail.
	_ = json.NewEncoder(w).Encode(body)
}

func refuse(w http.ResponseWriter, status int, format string, values ...any) {
	answer(w, status, fields{"error": fmt.Sprintf(format, values...)})
}
