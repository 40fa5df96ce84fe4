/* Guardians and ephemerons: the words of their objects. */
#ifndef ESHKOL_GUARDIANS_H
#define ESHKOL_GUARDIANS_H

#include "values.h"

/* A guardian object: the queue of its resurrected elements, the procedure that stands for it in programs, and what the
 * library needs besides. */
enum { GUARDIAN_FIRST, GUARDIAN_LAST, GUARDIAN_PROCEDURE, GUARDIAN_STATE, GUARDIAN_WORDS };

/* An element of a guardian is a vector that programs never see. A guarded one is registered and nothing else refers to it;
 * a resurrected one is in its guardian's queue, linked by NEXT (#f in the last one). OBJECT is #f once it is resurrected
 * and stands for another representative. */
enum { GUARDED_OBJECT, GUARDED_REPRESENTATIVE, GUARDED_GUARDIAN, GUARDED_NEXT, GUARDED_WORDS };

/* An ephemeron's words. */
enum { EPHEMERON_KEY, EPHEMERON_VALUE, EPHEMERON_WORDS };

Value eshkol_make_ephemeron(Value key, Value value);
/* Gives the key and the value of an ephemeron; false: it is broken. */
bool eshkol_ephemeron_parts(Value ephemeron, Value *key, Value *value);

#endif
