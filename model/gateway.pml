/*
 * The promise at a gateway, for spin: once a revoke is acknowledged, no check that is invoked later is allowed from the gateway's memory.
 *
 * Silo LENDER gives the gateway its lease and hands it copies, silo HOME has the user: revision GRANTED of the row allows, REVOKED does not. What
 * a silo does by itself is in revocation.pml, and simple here: it reads the table at once, and acts while its lease lasts. README.md says more.
 */

#ifndef L
#define L 2             /* ticks that a silo's lease is good for, and a writer waits for that of a dead one */
#endif

#define LENDER 0
#define HOME   1

/* Revisions, 0 for none. */
#define GRANTED 1
#define REVOKED 2

/* Rows of the membership table. */
#define UNSEEN 0
#define ACTIVE 1
#define DEAD   2

/* Something on its way, 0 for nothing. */
#define SENT   1
#define READ   2        /* a copy: by the silo of the user */
#define PASSED 3        /* a copy: by the silo of the lease, which has looked at what it knows */

/* A check that has begun, 0 for none: invoked before the acknowledgement, or after. */
#define EARLY 1
#define LATE  2

/* The database. */
byte right = GRANTED;
byte row[2];

/* The silos. */
byte lease[2];          /* ticks left */
byte answers_by;            /* the revision that the user, active at HOME, answers by */
byte held;              /* ticks for which LENDER waits for the gateway's lease */
byte closed;            /* the same of a lease of the gateway that LENDER does not renew */
bool is_known;          /* the gateway has the lease that LENDER holds for it */
bool told;              /* LENDER has heard of the change */

/* The gateway. */
byte good;              /* ticks for which its lease is good */
byte copy;              /* of the user: a revision */
bool heard;             /* it has heard of the change under this lease */
byte renewal;           /* its question for a longer lease */
byte sent_ago;          /* ticks since it was sent */
byte offered;           /* what LENDER answers: ticks */
bool fresh;             /* and whether it is another lease */
byte fetch;             /* its question for a copy */
byte fetched;
byte check;
byte seen;              /* what the check has found */
byte since_dead[2];     /* ticks since the writer saw the silo dead, plus one */
bool acknowledged;

#define COUNT_DOWN(timer) \
    if \
    :: timer > 0 -> timer-- \
    :: else \
    fi
#define COUNT_UP(timer, running) \
    if \
    :: (running) && timer <= L -> timer++ \
    :: else \
    fi

proctype Clock() {
    do
    :: d_step { true ->
        printf("a tick\n");
        COUNT_DOWN(lease[LENDER]); COUNT_DOWN(lease[HOME]); COUNT_DOWN(held); COUNT_DOWN(closed); COUNT_DOWN(good);
        COUNT_UP(sent_ago, renewal != 0); COUNT_UP(since_dead[LENDER], since_dead[LENDER] > 0); COUNT_UP(since_dead[HOME], since_dead[HOME] > 0)
        }
    od
}

proctype Silo(byte s) {
    do
    :: d_step { row[s] == UNSEEN -> printf("silo %d becomes active\n", s); row[s] = ACTIVE }
    :: d_step { row[s] == ACTIVE && lease[s] < L -> printf("silo %d renews its lease\n", s); lease[s] = L }
    :: d_step { row[s] == ACTIVE -> printf("silo %d is declared dead\n", s); row[s] = DEAD }
    :: d_step { s == HOME && row[HOME] == ACTIVE && answers_by == 0 -> printf("the user becomes active: revision %d\n", right); answers_by = right }
    od
}

/* Copies, questions and checks are of the lease that they began under. */
inline begin_anew() {
    copy = 0; heard = false; fetch = 0; fetched = 0; seen = 0
}

proctype Lease() {
    do
    :: d_step { renewal == 0 -> printf("the gateway asks for a lease\n"); renewal = SENT }
    :: d_step { renewal == SENT && row[LENDER] != UNSEEN && lease[LENDER] > 0 ->
#ifdef ANY_LEASE
        fresh = (held == 0);
#else
        fresh = (held == 0 || !is_known);
#endif
        if
        :: fresh -> is_known = false
        :: else
        fi;
#ifdef OUTLASTS
        offered = L;
#else
        offered = lease[LENDER];
#endif
        if
        :: offered > held -> held = offered
        :: else
        fi;
        printf("the silo gives one for %d, another one: %d\n", offered, fresh);
        renewal = READ
        }
    :: d_step { renewal == READ ->
        printf("the gateway has it\n");
        if
        :: fresh -> is_known = true;
#ifndef KEEPS_COPIES
            begin_anew();
#endif
            good = 0
        :: else
        fi;
        if
#ifdef FROM_ANSWER
        :: offered > good -> good = offered
#else
        :: offered > sent_ago + good -> good = offered - sent_ago
#endif
        :: else
        fi;
        renewal = 0; sent_ago = 0; offered = 0; fresh = false
        }
    :: d_step { renewal != 0 -> printf("the gateway gives its question up\n"); renewal = 0; sent_ago = 0; offered = 0; fresh = false }
    od
}

#ifdef NO_TOLD
#define may_be_kept (held > 0)
#else
#define may_be_kept (held > 0 && !(told && fetched == GRANTED))
#endif

#ifdef NO_HEARD
#define is_current(revision) true
#else
#define is_current(revision) !(heard && revision == GRANTED)
#endif

proctype Copies() {
    do
    :: d_step { fetch == 0 && copy == 0 && good > 0 -> printf("the gateway asks for a copy\n"); fetch = SENT }
    :: d_step { fetch == SENT && answers_by != 0 && lease[HOME] > 0 -> printf("the user answers: revision %d\n", answers_by); fetch = READ; fetched = answers_by }
    :: d_step { fetch == READ && lease[LENDER] > 0 ->
        if
        :: may_be_kept -> printf("the silo passes it\n"); fetch = PASSED
        :: else -> printf("the silo does not pass it\n"); fetch = 0; fetched = 0
        fi
        }
    :: d_step { fetch == PASSED ->
        if
        :: is_current(fetched) -> printf("the copy is kept: revision %d\n", fetched); copy = fetched
        :: else
        fi;
        fetch = 0; fetched = 0
        }
    :: d_step { fetch != 0 -> printf("the gateway gives its question for a copy up\n"); fetch = 0; fetched = 0 }
    od
}

proctype Check() {
    do
    :: d_step { check == 0 ->
        printf("a check begins\n");
        if
        :: acknowledged -> check = LATE
        :: else -> check = EARLY
        fi
        }
    :: d_step { check != 0 && seen == 0 && copy != 0 -> seen = copy }
    :: d_step { seen != 0 && good > 0 ->
        printf("the check is answered by revision %d\n", seen);
        assert(!(check == LATE && seen == GRANTED));
#ifdef REACH_MEMORY
        assert(!(acknowledged && check == LATE && seen == REVOKED));
#endif
        check = 0; seen = 0
        }
    :: d_step { check != 0 -> printf("the check is answered by a silo\n"); check = 0; seen = 0 }
    od
}

/* Under the lease that it has, or the one before while an answer is on its way: what it hears then is of no use to the one that comes. */
inline gateway_hears() {
    heard = true;
    if
    :: copy == GRANTED -> copy = 0
    :: else
    fi
}

inline see_dead(s) {
    if
    :: row[s] == DEAD && since_dead[s] == 0 -> since_dead[s] = 1
    :: else
    fi
}

/* A silo that does not answer is asked until it is dead, and then waited for. */
inline outlast(s) {
    d_step { row[s] == DEAD -> see_dead(s) };
    since_dead[s] > L;
    is_told[s] = true
}

inline tell_lender() {
    d_step { row[LENDER] == ACTIVE -> printf("the silo hears of the change\n"); told = true };
#ifndef NO_TELL
    if
    :: held == 0
    :: d_step { held > 0 -> printf("the gateway hears of it\n"); gateway_hears() }
    :: d_step { held > 0 -> printf("the gateway does not answer\n");
        if
        :: held > closed -> closed = held
        :: else
        fi;
        held = 0
        }
#ifndef NO_WAIT
        closed == 0
#endif
    fi;
#endif
    is_told[LENDER] = true
}

inline tell_home() {
    d_step { row[HOME] == ACTIVE -> printf("the user's silo has the change\n");
        if
        :: answers_by != 0 -> answers_by = REVOKED
        :: else
        fi;
        is_told[HOME] = true
        }
}

proctype Writer() {
    bool is_told[2];
    d_step { printf("the change is committed\n"); right = REVOKED };
again: skip;
    d_step { see_dead(LENDER); see_dead(HOME) };
    if
    :: row[LENDER] == UNSEEN || is_told[LENDER]
    :: row[LENDER] != UNSEEN && !is_told[LENDER] ->
        if
        :: tell_lender()
        :: outlast(LENDER)
        fi
    fi;
    if
    :: row[HOME] == UNSEEN || is_told[HOME]
    :: row[HOME] != UNSEEN && !is_told[HOME] ->
        if
        :: tell_home()
        :: outlast(HOME)
        fi
    fi;
#ifndef READS_ONCE
    if
    :: (row[LENDER] == UNSEEN || is_told[LENDER]) && (row[HOME] == UNSEEN || is_told[HOME])
    :: else -> goto again
    fi;
#endif
    d_step { printf("the writer acknowledges\n"); acknowledged = true }
}

init {
    atomic { run Clock(); run Silo(LENDER); run Silo(HOME); run Lease(); run Copies(); run Check(); run Writer() }
}
