/* Continuations that can be called after their call/cc has returned: copies of the pieces of both stacks that lead there. */
#ifndef ESHKOL_CONTINUATIONS_H
#define ESHKOL_CONTINUATIONS_H

#include "escapes.h"

/* A reentrant frame's piece of the stacks reaches to the next older reentrant frame, or to the bottom frame. It is copied
 * when the frame is left, by a return or a throw, not when the continuation is made: until then it does not change,
 * except that reclamations update it. The pieces of one continuation and of its parents make up a whole stack. A frame
 * that is left by a fault (stack overflow) is not copied: its continuation can not be called any more. */

/* The continuation of the next reentrant frame outside `frame`, or NIL. */
Value eshkol_continuation_around(const struct EscapeFrame *frame);
/* Copies the frame's piece unless it has been copied already or is not reentrant. Allocates. */
void eshkol_keep_for_reentry(const struct EscapeFrame *frame);
/* For a frame that a throw leaves, which is how an error of memory gets to its handler: when there is no room, the
 * continuation can not be called any more. */
void eshkol_keep_if_there_is_room(const struct EscapeFrame *frame);
/* True for a continuation whose frame has been left and kept. */
bool eshkol_can_reenter(Value continuation);
/* The innermost active frame that is also one of the stack that eshkol_reenter would bring back. */
struct EscapeFrame *eshkol_common_frame(Value continuation);
/* Brings back the pieces inside `common`, whose inner frames have been kept, and jumps to the continuation's frame. May
 * reclaim before; *value, which is to be thrown there, is updated. Every mark that comes back says that all that exists is
 * older than its activation: addresses may have changed order since the piece was kept. */
NO_RETURN void eshkol_reenter(Value continuation, struct EscapeFrame *common, Value *value);

#endif
