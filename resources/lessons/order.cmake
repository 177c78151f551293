# All built-in lessons, in teaching order: groups as in core/scenario/scenario.h.
set(TCPSTAGE_LESSONS
    three-way-handshake
    four-way-close
    three-segment-close
    half-close
    whole-connection
    syn-lost
    nobody-answers
    syn-ack-lost-server-first
    third-ack-lost
    last-ack-lost
    old-duplicate-syn
    connection-refused
    abort
    simultaneous-open
    simultaneous-close)
