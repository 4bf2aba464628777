/*
 * The promise, for spin: once a revoke is acknowledged, no check invoked later is allowed, on any silo.
 *
 * One right, one revoke: revision GRANTED of the row allows, revision REVOKED does not. Checks are looked at on silo 0, which may be any
 * silo. A message that is lost, a link that is cut and a silo that is frozen are steps that are not taken: no step here has to be, and time
 * goes on meanwhile. README.md says what is left out, why that is sound, and what the switches are.
 */

#ifndef L
#define L 2             /* ticks that a lease, or a confirmation, is good for */
#endif
#ifndef DRIFT
#define DRIFT 1         /* a tick is one of the fastest clock; a slow clock may take so many more for a lease */
#endif
#ifdef NO_MARGIN
#define MARGIN 0
#else
#define MARGIN DRIFT
#endif
#define LONGEST (L + DRIFT)     /* ticks that a lease lasts on the slowest clock */
#define WAIT    (L + MARGIN)    /* ticks that a writer waits for a dead silo */

/* What another silo does to silo 0 in mode `refuse` is to hold a writer, and to keep it waiting: both can do without it. */
#ifdef SERVE
#define SILOS   3
#define WRITERS 1
#else
#define SILOS   1
#define WRITERS 2
#endif

/* Revisions, 0 for none. */
#define GRANTED 1
#define REVOKED 2

/* Rows of the membership table. A row only goes up. A silo that shuts down counts as ACTIVE: it may answer, so it is pushed to. */
#define UNSEEN  0
#define JOINING 1
#define ACTIVE  2
#define DEAD    3

/* A read on its way, 0 for none. */
#define SENT     1
#define ANSWERED 2

/* A check that has begun, 0 for none: invoked before the acknowledgement, or after. */
#define EARLY 1
#define LATE  2

typedef Table { byte row[SILOS] }

/* The database. */
byte right = GRANTED;
Table members;

/* The memory of silo 0. */
byte copy;              /* the revision of its copy of the right */
byte fill;              /* the revision that a fill has read and not yet kept */
byte floor;             /* the highest revision pushed */
byte check;

/* Leases. */
byte lease[SILOS];      /* ticks left; 0: out */
Table view[SILOS];      /* the membership table as last read */
byte renewal;           /* silo 0's read of the table */
byte sent_ago;          /* ticks since it was sent */
byte answer;            /* what the database answered it with: silo 0's own row */

/* The writers, activations of the sequencer. */
byte dead_ago[WRITERS]; /* ticks since the writer first saw silo 0 Dead, plus one; 0: it has not */

#ifdef SERVE
byte confirmed[SILOS];  /* ticks that a confirmation for silo 0 has left; 0: none */
byte served;            /* ticks for which silo 0 serves because all have confirmed; 0: it does not */
byte joining_ago;       /* ticks since the row of the last silo was written */
#endif

/* The monitor. */
bool acknowledged;

/* At the end of a lease a slow clock still finds time left where a fast one does not, so both may hold. */
#define is_valid(s) (lease[s] > 0)
#define is_out(s)   (lease[s] <= DRIFT)
#define knows_itself_active(s) (view[s].row[s] == ACTIVE)

/* ---- The clock ---- */

#define COUNT_DOWN(timer) \
    if \
    :: timer > 0 -> timer-- \
    :: else \
    fi
#define COUNT_UP(timer, running, most) \
    if \
    :: (running) && timer < most -> timer++ \
    :: else \
    fi

inline pass_time_of_writers() {
    COUNT_UP(dead_ago[0], dead_ago[0] > 0, WAIT + 1);
#ifndef SERVE
    COUNT_UP(dead_ago[1], dead_ago[1] > 0, WAIT + 1)
#endif
}

inline pass_time_of_silos() {
    COUNT_DOWN(lease[0]);
#ifdef SERVE
    COUNT_DOWN(lease[1]);
    COUNT_DOWN(lease[2]);
    COUNT_DOWN(confirmed[1]);
    COUNT_DOWN(confirmed[2]);
    COUNT_DOWN(served);
#ifdef JOIN_WAIT
    COUNT_UP(joining_ago, members.row[2] == JOINING, WAIT)
#endif
#else
    COUNT_UP(sent_ago, renewal != 0, LONGEST)
#endif
}

proctype Clock() {
    do
    :: d_step { true -> printf("a tick\n"); pass_time_of_silos(); pass_time_of_writers() }
#ifdef CLOCK_STOPS
    :: d_step { true -> printf("a tick that silo 0 misses\n"); pass_time_of_writers() }
#endif
    od
}

/* ---- The membership table ---- */

#ifdef JOIN_WAIT
#define has_waited_to_join (joining_ago >= WAIT)
#else
#define has_waited_to_join true
#endif

/* When a silo that silo 0 has not seen may become Active. */
#if defined(JOINS_IN_LEASE)         /* while silo 0 holds a lease */
#define may_become_active is_valid(0)
#elif defined(JOINS_IN_ANY_LEASE)   /* while some silo that silo 0 has seen holds one */
#define may_become_active (is_valid(0) || is_valid(1))
#else
#define may_become_active true
#endif

proctype Membership(byte s) {
    do
    :: d_step { members.row[s] == UNSEEN -> printf("silo %d writes its row: Joining\n", s); members.row[s] = JOINING }
#ifdef SERVE
    :: d_step { members.row[s] == JOINING && has_waited_to_join && may_become_active ->
#else
    :: d_step { members.row[s] == JOINING ->
#endif
        printf("silo %d writes its row: Active\n", s); members.row[s] = ACTIVE
        }
    /* By anybody, at any time, also falsely. */
    :: d_step { members.row[s] == JOINING || members.row[s] == ACTIVE ->
        printf("silo %d is declared dead\n", s); members.row[s] = DEAD
        }
    od
}

/* ---- The lease ---- */

#ifndef SERVE

proctype Lease() {
    do
    :: d_step { renewal == 0 && members.row[0] != UNSEEN -> printf("silo 0 notes the time and asks for its row\n"); renewal = SENT }
    :: d_step { renewal == SENT -> printf("the database reads the row of silo 0: %d\n", members.row[0]); renewal = ANSWERED; answer = members.row[0] }
    :: d_step { renewal == ANSWERED ->
        printf("silo 0 gets the answer: %d\n", answer);
        view[0].row[0] = answer;
        if
#ifdef LEASE_FROM_ANSWER
        :: answer == ACTIVE -> lease[0] = LONGEST
#else
        :: answer == ACTIVE && LONGEST - sent_ago > lease[0] -> lease[0] = LONGEST - sent_ago
#endif
        :: else
        fi;
        renewal = 0; sent_ago = 0; answer = 0
        }
    /* The answer is lost, or silo 0 asks again before it comes. */
    :: d_step { renewal != 0 -> printf("silo 0 gives its question up\n"); renewal = 0; sent_ago = 0; answer = 0 }
    od
}

#else

#define is_other_view(s) (view[s].row[0] != members.row[0] || view[s].row[1] != members.row[1] || view[s].row[2] != members.row[2])

inline see(s) {
    if
    :: s == 0 && is_other_view(s) -> confirmed[1] = 0; confirmed[2] = 0     /* they were for the view before */
    :: else
    fi;
    view[s].row[0] = members.row[0];
    view[s].row[1] = members.row[1];
    view[s].row[2] = members.row[2]
}

/* The answer comes with the question, with any part of the lease left. */
#define RENEW(s, left) \
    :: d_step { members.row[s] != UNSEEN -> \
        printf("silo %d reads the table: %d %d %d\n", s, members.row[0], members.row[1], members.row[2]); \
        if \
        :: members.row[s] == ACTIVE && left > lease[s] -> printf("    it has a lease for %d ticks\n", left); lease[s] = left \
        :: else \
        fi; \
        see(s) \
        }

proctype Lease(byte s) {
    do
    RENEW(s, 0)
    RENEW(s, 1)
    RENEW(s, LONGEST)
    od
}

#endif

/* ---- What silo 0 answers ---- */

#if defined(NO_LEASE)
#define may_answer knows_itself_active(0)
#elif defined(SERVE)
#define may_answer (is_valid(0) || served > 0)
#else
#define may_answer is_valid(0)
#endif

#ifdef NO_FLOOR
#define is_kept (fill >= copy)
#else
#define is_kept (fill >= copy && fill >= floor)
#endif

#ifdef FORGETS_FLOOR
#define may_forget_floor true
#else
#define may_forget_floor (fill == 0)
#endif

#ifdef FILL_BEFORE_ACTIVE
#define may_fill (members.row[0] != UNSEEN)
#else
#define may_fill (view[0].row[0] >= ACTIVE)
#endif

/* A check invoked before the acknowledgement may be answered either way: it is begun only where the question is whether it can be. */
#if defined(REACH_ALLOW) || defined(REACH_SERVED)
#define is_looked_at true
#else
#define is_looked_at acknowledged
#endif

proctype Memory() {
    do
#ifndef SERVE
    :: d_step { may_fill && copy == 0 && fill == 0 -> printf("a fill reads revision %d\n", right); fill = right }
    :: d_step { fill != 0 ->
        if
        :: is_kept -> printf("the fill is kept: revision %d\n", fill); copy = fill
        :: else -> printf("the fill is thrown away\n")
        fi;
        fill = 0
        }
    :: d_step { fill != 0 -> printf("the fill is lost\n"); fill = 0 }
    :: d_step { copy != 0 -> printf("the copy is evicted\n"); copy = 0 }
    :: d_step { floor != 0 && may_forget_floor -> printf("the floor is forgotten\n"); floor = 0 }
#endif

    /* The check's start. It was invoked now or before; now is harder, because then more checks are after the acknowledgement. */
    :: d_step { check == 0 && may_answer && is_looked_at ->
        printf("a check begins\n");
#ifdef REACH_SERVED
        assert(is_valid(0));
#endif
        if
        :: acknowledged -> check = LATE
        :: else -> check = EARLY
        fi
        }
    :: d_step { check != 0 && copy != 0 ->
        printf("the check is answered by revision %d\n", copy);
        assert(!(check == LATE && copy == GRANTED));    /* no stale allow */
#ifdef REACH_ALLOW
        assert(!(check == EARLY && copy == GRANTED && right == GRANTED));
#endif
#ifdef REACH_DENY
        assert(!(check == LATE && copy == REVOKED));
#endif
        check = 0
        }
    od
}

/* ---- The others confirm to silo 0 that it may serve ---- */

#ifdef SERVE

#ifdef ASKS_ACTIVE_ONLY
#define is_asked(x) (view[0].row[x] == ACTIVE)
#else
#define is_asked(x) (view[0].row[x] == JOINING || view[0].row[x] == ACTIVE)
#endif
#define confirmed_for(x) (is_asked(x) -> confirmed[x] : LONGEST)
#define least(a, b) ((a) < (b) -> (a) : (b))

#ifdef CONFIRMS_WITH_LEASE
#define has_no_lease(x) true
#else
#define has_no_lease(x) is_out(x)
#endif
#ifdef CONFIRMS_DEAD
#define sees_it_alive(x) true
#else
#define sees_it_alive(x) (view[x].row[0] != DEAD)
#endif
#ifdef CONFIRMS_ANY_VERSION
#define has_the_same_view(x) true
#else
#define has_the_same_view(x) (view[x].row[0] == view[0].row[0] && view[x].row[1] == view[0].row[1] && view[x].row[2] == view[0].row[2])
#endif

/* Asked and confirmed at once: silo 0 counts from its question, so a later answer leaves it less time. */
proctype Confirmation(byte x) {
    do
    :: d_step { is_asked(x) && confirmed[x] < LONGEST && has_no_lease(x) && sees_it_alive(x) && has_the_same_view(x) ->
        printf("silo %d confirms\n", x); confirmed[x] = LONGEST
        }
    od
}

/* Whoever begins to serve looks at its view, and not again until that time is over. */
proctype Outage() {
    do
    :: d_step { knows_itself_active(0) && least(confirmed_for(1), confirmed_for(2)) > served ->
        served = least(confirmed_for(1), confirmed_for(2));
        printf("silo 0 serves for %d ticks\n", served)
        }
    od
}

#endif

/* ---- The writer ---- */

#ifdef SERVE
#define may_write(host) knows_itself_active(host)
#else
#define may_write(host) true
#endif
#if defined(SERVE) && !defined(DEAD_ACKNOWLEDGES)
#define may_acknowledge(host) knows_itself_active(host)
#else
#define may_acknowledge(host) true
#endif

inline note_dead(w, host) {
    if
    :: members.row[0] == DEAD && dead_ago[w] == 0 -> printf("writer %d first sees silo 0 Dead\n", w); dead_ago[w] = 1
    :: else
    fi;
#if defined(SERVE) && !defined(WRITER_APART)
    see(host)
#endif
}

#ifdef FORGETS_EARLIER_DEAD
#define is_found (members.row[0] == ACTIVE)
#else
#define is_found (members.row[0] == ACTIVE || members.row[0] == DEAD)
#endif

inline find(w, host) {
    printf("writer %d reads the table: silo 0 is %d\n", w, members.row[0]);
    owes = is_found;
    note_dead(w, host)
}

#ifdef NO_WAIT
#define is_over(w) (dead_ago[w] > 0)
#else
#define is_over(w) (dead_ago[w] > WAIT)
#endif

inline push(w) {
    printf("silo 0 gets the push of writer %d\n", w);
    floor = REVOKED;
    if
    :: copy != 0 -> copy = REVOKED
    :: else
    fi
}

/* The sequencer on silo `host`. The other one, if the database lets two write, is an activation that was thought to be gone. */
proctype Writer(byte w; byte host) {
    byte version;
    bool owes;          /* silo 0 owes its acknowledgement */

    may_write(host);
again:
    atomic {
        version = right;
        printf("writer %d reads revision %d\n", w, version);
#ifdef EARLY_TABLE_READ
        find(w, host)
#endif
    }
    if
    :: version == REVOKED       /* the commit of another, who may not have pushed it */
#ifdef NO_PUSH_AGAIN
        -> goto acknowledge
#endif
    :: version == GRANTED ->
        atomic {
            if
            :: right == version -> printf("writer %d commits\n", w); right = REVOKED
            :: else -> printf("writer %d comes too late\n", w); goto again
            fi
        }
    fi;
#ifndef EARLY_TABLE_READ
    d_step { true -> find(w, host) }
#endif
    do
#ifndef SERVE   /* where a silo that got the push has nothing left to give away */
    :: d_step { owes -> push(w); owes = false }
    :: d_step { owes -> push(w); printf("    its acknowledgement is lost\n") }
#endif
    :: atomic { (!owes || is_over(w)) && may_acknowledge(host) -> break }
    od;
acknowledge:
    atomic {
        printf("writer %d acknowledges the revoke\n", w);
        acknowledged = true;
#ifdef REACH_ACKNOWLEDGED
        assert(false);
#endif
#ifdef REACH_ACKNOWLEDGED_AFTER_DEAD
        assert(!owes);
#endif
        version = 0;
        owes = false
    }
}

/* It reads the table again and again, also before the commit. */
proctype Look(byte w; byte host) {
    do
    :: d_step { may_write(host) -> note_dead(w, host) }
    od
}

/* ---- The start ---- */

init {
    byte host = 0;
    atomic {
#ifdef SERVE
        /* Committed by an activation that is gone, and known to silo 0 as it was before. */
        right = REVOKED;
        copy = GRANTED;
        members.row[0] = ACTIVE;
        members.row[1] = ACTIVE;
#ifndef UNSEEN_JOINS
        if
        :: members.row[2] = JOINING
        :: members.row[2] = ACTIVE
        fi;
#endif
        see(0);
        see(1);
        see(2);
        if
        :: host = 1
        :: host = 2
        fi;
        run Membership(1);
        run Membership(2);
        run Lease(0);
        run Lease(1);
        run Lease(2);
        run Confirmation(1);
        run Confirmation(2);
        run Outage();
#else
        run Lease();
        run Writer(1, 0);
        run Look(1, 0);
#endif
        run Membership(0);
        run Memory();
        run Writer(0, host);
        run Look(0, host);
        host = 0;
        run Clock()
    }
}
