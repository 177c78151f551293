# All built-in lessons, in teaching order: groups as in core/scenario/scenario.h.
set(TCPSTAGE_LESSONS
    # basics
    three-way-handshake
    four-way-close
    three-segment-close
    half-close
    whole-connection
    seq-and-ack
    # why
    why-three-is-enough
    why-not-two
    why-four-to-close
    why-2msl
    time-wait-old-segments
    time-wait-keeps-old-out
    why-random-isn
    random-isn
    udp
    tcp-and-udp
    letters
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
    abort-unread
    peer-vanishes
    peer-vanishes-idle
    close-wait-leak
    blind-reset
    blind-reset-by-the-old-rule
    blind-syn
    blind-syn-by-the-old-rule
    blind-data
    blind-data-by-the-old-rule
    time-wait-assassination
    time-wait-protected
    # together
    simultaneous-open
    simultaneous-close
    # data
    sliding-window
    delayed-ack
    nagle
    nagle-and-delayed-ack
    zero-window
    lost-window-update
    why-persist
    silly-window
    reordering
    duplicate-data
    fin-overtakes-data
    sequence-wraparound
    options
    # loss
    retransmission-timeout
    fast-retransmit
    sack-recovery
    slow-start
    congestion-avoidance
    reno-and-cubic
    timeout-collapse
    bufferbloat
    explicit-congestion
    # real
    real-handshake
    real-close-three
    real-close-four
    real-half-close
    real-refused
    real-reset
    real-syn-lost
    real-last-ack-lost
    real-simultaneous-open
    real-simultaneous-close
    real-zero-window)
