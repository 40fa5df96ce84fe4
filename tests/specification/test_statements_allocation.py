"""What the specification says of arenas in general: blocks, their growth, what allocation and destruction cost."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.specification.facts import EVERYTHING_CHECKED, Facts, RunProgram, facts

ROUNDS = 3 if EVERYTHING_CHECKED else 30
MANY = 2_000 if EVERYTHING_CHECKED else 60_000
THOUSANDS = 40 if EVERYTHING_CHECKED else 400
HEADER = 8
"""Bytes in front of every buffer: all that an allocation costs."""

PROGRAM = f"""
(define made (make-arena 4096))
(fact "made" (stat made 'blocks) (stat made 'capacity) (stat made 'bytes-used) (stat made 'allocations))
(define pieces (map (lambda (i) (arena-alloc made 120)) (iota 32)))
(fact "exhausted" (stat made 'blocks) (stat made 'capacity) (stat made 'bytes-used) (stat made 'allocations))
(define one-more (arena-alloc made 1))
(fact "one-more" (stat made 'blocks) (stat made 'capacity) (stat made 'bytes-used) (stat made 'allocations))

;; Pieces in every block keep what was put into them; all go at once.
(define chained (make-arena 1024))
(define (buffer-of i)
  (let ((buffer (arena-alloc chained 248)))
    (bytevector-fill! buffer (modulo i 256))
    buffer))
(define buffers (map buffer-of (iota 500)))
(fact "chained" (stat chained 'blocks)
  (every (lambda (buffer i) (every (lambda (k) (= (bytevector-u8-ref buffer k) (modulo i 256))) (iota 248)))
         buffers (iota 500)))
(destroy-arena chained)
(fact "freed-at-once"
  (count (lambda (buffer) (fails? "use of memory from a destroyed arena" (bytevector-u8-ref buffer 0))) buffers))

;; Capacities, each noted when a block is added.
(define (capacities arena bytes)
  (let loop ((seen (list (stat arena 'capacity))))
    (if (< (stat arena 'bytes-used) bytes)
        (begin
          (arena-alloc arena 24)
          (loop (if (= (stat arena 'capacity) (car seen)) seen (cons (stat arena 'capacity) seen))))
        (reverse seen))))
(apply fact "doubling" (capacities (make-arena 64) 15000))

;; Sizes of all kinds.
(define mixed (make-arena 1024))
(define asked 0)
(do ((i 0 (+ i 1))) ((= i 5000))
  (let ((size (modulo (* i 7919) 301)))
    (set! asked (+ asked {HEADER} (* 8 (quotient (+ size 7) 8))))
    (arena-alloc mixed size)))
(fact "mixed" asked (stat mixed 'bytes-used) (stat mixed 'wasted) (stat mixed 'capacity) (stat mixed 'blocks)
  (stat mixed 'allocations))

;; Nanoseconds to destroy an arena of a megabyte: one allocation, or tens of thousands.
(define (filled allocations)
  (let* ((arena (make-arena 1000000)) (size (- (quotient 960000 allocations) {HEADER})))
    (do ((i 0 (+ i 1))) ((= i allocations) arena) (arena-alloc arena size))))
(define (fastest-destruction allocations)
  (let loop ((rounds {ROUNDS}) (best 1000000000000))
    (if (= rounds 0)
        best
        (let* ((arena (filled allocations)) (start (current-jiffy)))
          (destroy-arena arena)
          (loop (- rounds 1) (min best (- (current-jiffy) start)))))))
(fact "destruction" (fastest-destruction 1) (fastest-destruction {MANY}))

;; Nanoseconds for a thousand allocations: the fastest of the first and of the last ones in an arena.
(define (thousand arena)
  (let ((start (current-jiffy)))
    (do ((i 0 (+ i 1))) ((= i 1000)) (arena-alloc arena 16))
    (- (current-jiffy) start)))
(define busy (make-arena 4096))
(define times (map (lambda (i) (thousand busy)) (iota {THOUSANDS})))
(fact "allocation" (apply min (take times 20)) (apply min (take-right times 20)))

;; Pages of the process: before a large arena is filled, then, and after it was destroyed.
(define large (make-arena 1000))
(define before (resident-pages))
(do ((i 0 (+ i 1))) ((= i 400)) (bytevector-fill! (arena-alloc large 100000) 1))
(define meanwhile (resident-pages))
(destroy-arena large)
(fact "resident" before meanwhile (resident-pages))

;; An arena that could hold 100 MiB and does not.
(define before-huge (resident-pages))
(define huge (make-arena (* 1024 1024 100)))
(arena-alloc huge 100)
(fact "huge" (stat huge 'capacity) (- (resident-pages) before-huge))

;; Two arenas, used in turn or one after the other.
(define (used arenas) (append-map (lambda (arena) (map cdr (arena-stats arena))) arenas))
(define interleaved (list (make-arena 1024) (make-arena 1024)))
(do ((i 0 (+ i 1))) ((= i 1000)) (for-each (lambda (arena) (arena-alloc arena 100)) interleaved))
(define grouped (list (make-arena 1024) (make-arena 1024)))
(for-each (lambda (arena) (do ((i 0 (+ i 1))) ((= i 1000)) (arena-alloc arena 100))) grouped)
(apply fact "interleaved" (used interleaved))
(apply fact "grouped" (used grouped))

;; Blocks for 100000 bytes from first blocks of different sizes.
(define (blocks-from size)
  (let ((arena (make-arena size)))
    (do ((i 0 (+ i 1))) ((= i 1000)) (arena-alloc arena 92))
    (stat arena 'blocks)))
(fact "initial-size" (blocks-from 64) (blocks-from 1024) (blocks-from (* 104 1000)))

;; Small arenas that are all alive at once.
(define before-small (resident-pages))
(define small (map (lambda (i) (let ((arena (make-arena 64))) (arena-alloc arena 16) arena)) (iota 10000)))
(fact "small-arenas" (- (resident-pages) before-small) (length small))
"""


@pytest.fixture(scope="module")
def found(run_program: RunProgram) -> Facts:
    return facts(run_program, PROGRAM)


def test_an_arena_begins_with_one_block_of_the_size_asked_for(found: Facts) -> None:
    assert found["made"] == [1, 4096, 0, 0]


def test_the_block_serves_until_it_is_exhausted(found: Facts) -> None:
    assert found["exhausted"] == [1, 4096, 32 * (120 + HEADER), 32]


def test_then_a_larger_block_comes(found: Facts) -> None:
    assert found["one-more"] == [2, 4096 + 8192, 4096 + HEADER + 8, 33]


def test_all_blocks_of_the_chain_are_in_use(found: Facts) -> None:
    blocks, kept = found["chained"]
    assert blocks > 5
    assert kept == 1


def test_all_blocks_are_freed_at_once(found: Facts) -> None:
    assert found["freed-at-once"] == [500]


def test_every_block_is_twice_the_one_before(found: Facts) -> None:
    capacities = found["doubling"]
    blocks = [capacities[0]] + [after - before for before, after in pairwise(capacities)]
    assert blocks == [64 << i for i in range(len(blocks))]
    assert len(blocks) == 8


def test_single_allocations_are_not_recorded(found: Facts) -> None:
    """What an allocation takes is its bytes and one header, whatever was asked for before."""
    asked, used, *_ = found["mixed"]
    assert used == asked


def test_nothing_is_fragmented(found: Facts) -> None:
    """Only the ends of full blocks are lost, and doubling keeps what is not used yet below what is."""
    _, used, wasted, capacity, blocks, allocations = found["mixed"]
    assert allocations == 5000
    assert wasted < (blocks - 1) * (301 + HEADER)
    assert capacity < 2 * used + 2 * wasted + 1024


def test_destroying_does_not_depend_on_the_number_of_allocations(found: Facts) -> None:
    one, many = found["destruction"]
    assert many < 6 * one + 100_000, "releasing them one by one would take a thousand times as long"


def test_allocating_does_not_become_slower(found: Facts) -> None:
    """Hundreds of thousands of allocations later it takes the same time."""
    first, last = found["allocation"]
    assert last < 4 * first + 100_000


def test_destroying_gives_the_memory_back(found: Facts) -> None:
    before, meanwhile, after = found["resident"]
    if not EVERYTHING_CHECKED:
        assert meanwhile - before > 9_000
        assert after - before < 1_000


def test_a_large_first_block_takes_no_memory_before_it_is_used(found: Facts) -> None:
    capacity, pages = found["huge"]
    assert capacity == 1024 * 1024 * 100
    assert pages < 1024, "the system may give pages of 2 MiB"


def test_allocations_in_turn_cost_no_memory(found: Facts) -> None:
    assert found["interleaved"] == found["grouped"]


def test_the_right_first_size_needs_one_block(found: Facts) -> None:
    tiny, ordinary, right = found["initial-size"]
    assert (tiny, ordinary, right) == (11, 7, 1)


def test_a_small_arena_has_a_small_overhead(found: Facts) -> None:
    pages, arenas = found["small-arenas"]
    if not EVERYTHING_CHECKED:
        assert pages * 4096 < arenas * 1024
