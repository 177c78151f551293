# All built-in lessons, in teaching order: groups as in core/scenario/scenario.h.
set(TCPSTAGE_LESSONS
    # basics
    three-way-handshake
    four-way-close
    three-segment-close
    half-close
    whole-connection
    # why
    why-not-two
    why-2msl
    # wrong
    syn-lost
    nobody-answers
    syn-ack-lost-server-first
    syn-ack-lost-client-first
    third-ack-lost
    third-ack-lost-data-saves
    first-fin-lost
    fin-ack-lost
    last-ack-lost
    old-duplicate-syn
    half-open-reconnect
    half-open-speaks
    two-passive
    connection-refused
    abort
    close-wait-leak
    # together
    simultaneous-open
    simultaneous-close
    # data
    reordering
    duplicate-data
    fin-overtakes-data
    zero-window
    sequence-wraparound)
