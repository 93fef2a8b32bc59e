package main

import (
	"errors"
	"net/http"
	"regexp"
)

const maxUserID = 200

// flagName is what flag accepts as a name.
var flagName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`)

// service is the HTTP face of the decisions.
type service struct {
	upstream *upstream
	events   *events
}

func (s *service) routes() http.Handler {
	mux := http.NewServeMux()
	probes(mux, s.upstream.problems)
	mux.Handle("/evaluate", methods{"GET": s.evaluate})
	return mux
}

// evaluate takes user_id and flag; every other parameter of the query is an attribute of the user.
func (s *service) evaluate(w http.ResponseWriter, r *http.Request) {
	attributes := map[string]string{}
	for name, values := range r.URL.Query() {
		attributes[name] = values[0]
	}
	userID, flag := attributes["user_id"], attributes["flag"]
	delete(attributes, "flag")
	switch {
	case userID == "" || len(userID) > maxUserID:
		refuse(w, http.StatusBadRequest, "user_id must be 1 to %d characters: /evaluate?user_id=ana&flag=new-checkout", maxUserID)
		return
	case !flagName.MatchString(flag):
		refuse(w, http.StatusBadRequest, "flag must be a name such as new-checkout: /evaluate?user_id=ana&flag=new-checkout")
		return
	}
	authorization := r.Header.Get("Authorization")
	definition, err := s.upstream.definition(r.Context(), authorization, flag)
	if err != nil {
		status, known := http.StatusInternalServerError, (*problem)(nil)
		if errors.As(err, &known) {
			status = known.status
		}
		refuse(w, status, "%v", err)
		return
	}
	decision := decide(definition, userID, attributes)
	s.events.add(decision, authorization)
	answer(w, http.StatusOK, decision)
}
