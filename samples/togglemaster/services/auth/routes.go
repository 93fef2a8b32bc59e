package main

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
)

const maxName = 100

// service is the HTTP face of the key store.
type service struct {
	keys      *Keys
	masterKey string
}

func (s *service) routes() http.Handler {
	mux := http.NewServeMux()
	probes(mux, s.problems)
	mux.Handle("/auth/keys", methods{"GET": s.master(s.list), "POST": s.master(s.issue)})
	mux.Handle("/auth/keys/", methods{"DELETE": s.master(s.revoke)})
	mux.Handle("/auth/validate", methods{"GET": s.validate})
	return mux
}

func (s *service) problems(context.Context) []string {
	var found []string
	if s.masterKey == "" {
		found = append(found, "MASTER_KEY is not set: no key can be issued")
	}
	if err := s.keys.Writable(); err != nil {
		found = append(found, "keys cannot be saved: "+err.Error())
	}
	return found
}

// master lets through only who holds the master key.
func (s *service) master(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		switch {
		case s.masterKey == "":
			refuse(w, http.StatusServiceUnavailable, "MASTER_KEY is not set: keys cannot be managed")
		case subtle.ConstantTimeCompare([]byte(hash(bearer(r))), []byte(hash(s.masterKey))) != 1:
			refuse(w, http.StatusUnauthorized, "this needs the master key: Authorization: Bearer MASTER_KEY")
		default:
			next(w, r)
		}
	}
}

func (s *service) issue(w http.ResponseWriter, r *http.Request) {
	var wanted struct {
		Name string `json:"name"`
	}
	if !read(w, r, &wanted) {
		return
	}
	name := strings.TrimSpace(wanted.Name)
	if name == "" || len(name) > maxName {
		refuse(w, http.StatusBadRequest, "name must be 1 to %d characters: it says whose key this is", maxName)
		return
	}
	key, token, err := s.keys.Issue(name)
	if err != nil {
		refuse(w, http.StatusInternalServerError, "%v", err)
		return
	}
	answer(w, http.StatusCreated, struct {
		Key
		Token string `json:"key"`
	}{key, token})
}

func (s *service) list(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, fields{"keys": s.keys.List()})
}

func (s *service) revoke(w http.ResponseWriter, r *http.Request) {
	key, err := s.keys.Revoke(strings.TrimPrefix(r.URL.Path, "/auth/keys/"))
	switch {
	case errors.Is(err, errUnknownKey):
		refuse(w, http.StatusNotFound, "%v", err)
	case err != nil:
		refuse(w, http.StatusInternalServerError, "%v", err)
	default:
		answer(w, http.StatusOK, key)
	}
}

func (s *service) validate(w http.ResponseWriter, r *http.Request) {
	key, valid := s.keys.Check(bearer(r))
	if !valid {
		refuse(w, http.StatusUnauthorized, "this API key was never issued here, or is revoked")
		return
	}
	answer(w, http.StatusOK, key)
}

func bearer(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// read decodes a JSON body strictly; when it cannot, it has answered the request.
func read(w http.ResponseWriter, r *http.Request, into any) bool {
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	err := decoder.Decode(into)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		refuse(w, http.StatusRequestEntityTooLarge, "the body is larger than %d bytes", maxBody)
	case err != nil:
		refuse(w, http.StatusBadRequest, "the body is not the JSON expected: %v", err)
	}
	return err == nil
}
