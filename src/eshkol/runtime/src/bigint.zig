//! The C interface of bigint.h on top of the Zig standard library's big integers and float conversions.
//! Build: python -m ziglang build-obj -O ReleaseFast -fPIC -fstrip -fsingle-threaded bigint.zig

const std = @import("std");
const big = std.math.big.int;
const Const = big.Const;
const Mutable = big.Mutable;
const Allocator = std.mem.Allocator;

/// No messages, no stack traces: a failed safety check traps.
pub const panic = std.debug.no_panic;

/// EshkolInteger of bigint.h.
const Integer = extern struct { limbs: [*]u64, length: usize, negative: bool };

extern fn eshkol_scratch_allocate(bytes: usize) ?[*]u8;
extern fn eshkol_scratch_release(memory: [*]u8, bytes: usize) void;

const scratch: Allocator = .{ .ptr = undefined, .vtable = &.{
    .alloc = scratchAllocate,
    .resize = Allocator.noResize,
    .remap = Allocator.noRemap,
    .free = scratchFree,
} };

fn scratchAllocate(_: *anyopaque, length: usize, _: std.mem.Alignment, _: usize) ?[*]u8 {
    return eshkol_scratch_allocate(length);
}

fn scratchFree(_: *anyopaque, memory: []u8, _: std.mem.Alignment, _: usize) void {
    eshkol_scratch_release(memory.ptr, memory.len);
}

fn operand(x: *const Integer) Const {
    return .{ .limbs = x.limbs[0..x.length], .positive = !x.negative };
}

fn target(x: *Integer) Mutable {
    return .{ .limbs = x.limbs[0..x.length], .len = 1, .positive = true };
}

/// Establishes the invariant of a result.
fn finish(x: *Integer, value: Mutable) void {
    var length = value.len;
    while (length > 1 and x.limbs[length - 1] == 0) length -= 1;
    x.length = length;
    x.negative = !value.positive and !(length == 1 and x.limbs[0] == 0);
}

export fn eshkol_integer_add(sum: *Integer, a: *const Integer, b: *const Integer) void {
    var result = target(sum);
    result.add(operand(a), operand(b));
    finish(sum, result);
}

export fn eshkol_integer_subtract(difference: *Integer, a: *const Integer, b: *const Integer) void {
    var result = target(difference);
    result.sub(operand(a), operand(b));
    finish(difference, result);
}

export fn eshkol_integer_multiply(product: *Integer, a: *const Integer, b: *const Integer) void {
    var result = target(product);
    multiply(&result, operand(a), operand(b));
    finish(product, result);
}

/// From this length on the library splits operands.
const split_limbs = 48;

/// The library's splitting gains only when the operands have similar lengths: cut a long one into pieces of the short
/// one's length. Without scratch memory it falls back to the schoolbook method.
fn multiply(result: *Mutable, a: Const, b: Const) void {
    const long, const short = if (a.limbs.len >= b.limbs.len) .{ a, b } else .{ b, a };
    const piece_limbs = short.limbs.len;
    if (piece_limbs <= split_limbs or long.limbs.len < 2 * piece_limbs) return result.mulNoAlias(a, b, scratch);
    const product = scratch.alloc(u64, 2 * piece_limbs) catch return result.mulNoAlias(a, b, null);
    defer scratch.free(product);
    @memset(result.limbs[0 .. a.limbs.len + b.limbs.len], 0);
    var start: usize = 0;
    while (start < long.limbs.len) : (start += piece_limbs) {
        const piece = normalized(long.limbs[start..@min(start + piece_limbs, long.limbs.len)]);
        var part: Mutable = .{ .limbs = product, .len = 1, .positive = true };
        part.mulNoAlias(piece, short.abs(), scratch);
        var upper: Mutable = .{ .limbs = result.limbs[start..], .len = 1, .positive = true };
        upper.add(normalized(result.limbs[start .. start + piece_limbs]), part.toConst());
        // `add` leaves what lies above its result alone, and that is still zero.
    }
    result.normalize(a.limbs.len + b.limbs.len);
    result.positive = a.positive == b.positive;
}

fn normalized(limbs: []const u64) Const {
    var length = limbs.len;
    while (length > 1 and limbs[length - 1] == 0) length -= 1;
    return .{ .limbs = limbs[0..length], .positive = true };
}

export fn eshkol_integer_divide(quotient: *Integer, remainder: *Integer, a: *const Integer, b: *const Integer) bool {
    const buffer = scratch.alloc(u64, big.calcDivLimbsBufferLen(a.length, b.length)) catch return false;
    defer scratch.free(buffer);
    var q = target(quotient);
    var r = target(remainder);
    q.divTrunc(&r, operand(a), operand(b), buffer);
    finish(quotient, q);
    finish(remainder, r);
    return true;
}

export fn eshkol_integer_gcd(divisor: *Integer, a: *const Integer, b: *const Integer) bool {
    var limbs = std.array_list.Managed(usize).init(scratch);
    defer limbs.deinit();
    var result = target(divisor);
    result.gcdNoAlias(operand(a), operand(b), &limbs) catch return false;
    finish(divisor, result);
    return true;
}

export fn eshkol_integer_shift_left(shifted: *Integer, a: *const Integer, bits: usize) void {
    var result = target(shifted);
    result.shiftLeft(operand(a), bits);
    finish(shifted, result);
}

export fn eshkol_integer_shift_right(shifted: *Integer, a: *const Integer, bits: usize) void {
    var result = target(shifted);
    result.shiftRight(operand(a), bits);
    finish(shifted, result);
}

export fn eshkol_integer_and(both: *Integer, a: *const Integer, b: *const Integer) void {
    var result = target(both);
    result.bitAnd(operand(a), operand(b));
    finish(both, result);
}

export fn eshkol_integer_or(either: *Integer, a: *const Integer, b: *const Integer) void {
    var result = target(either);
    result.bitOr(operand(a), operand(b));
    finish(either, result);
}

export fn eshkol_integer_xor(one: *Integer, a: *const Integer, b: *const Integer) void {
    var result = target(one);
    result.bitXor(operand(a), operand(b));
    finish(one, result);
}

export fn eshkol_integer_compare(a: *const Integer, b: *const Integer) c_int {
    return switch (operand(a).order(operand(b))) {
        .lt => -1,
        .eq => 0,
        .gt => 1,
    };
}

/// Squares and multiplies from the exponent's most significant bit down, in two buffers.
export fn eshkol_integer_power(result: *Integer, base: *const Integer, exponent: u64) bool {
    const capacity = result.length;
    const first = scratch.alloc(u64, capacity) catch return false;
    defer scratch.free(first);
    const second = scratch.alloc(u64, capacity) catch return false;
    defer scratch.free(second);
    var value: Mutable = .{ .limbs = first, .len = 1, .positive = true };
    var other: Mutable = .{ .limbs = second, .len = 1, .positive = true };
    value.copy(operand(base));
    var bit: u64 = @as(u64, 1) << @intCast(63 - @clz(exponent));
    while (bit > 1) {
        bit >>= 1;
        multiply(&other, value.toConst(), value.toConst());
        std.mem.swap(Mutable, &value, &other);
        if (exponent & bit == 0) continue;
        multiply(&other, value.toConst(), operand(base));
        std.mem.swap(Mutable, &value, &other);
    }
    @memcpy(result.limbs[0..value.len], value.limbs[0..value.len]);
    finish(result, value);
    return true;
}

// --- Text. The library converts in time quadratic in the length with a large factor, so it only gets short pieces:
// longer ones are divided by, or multiplied with, radix^(digits_per_limb * 2^level), the powers below. ---

/// Pieces of 2^basic_level limbs are left to the library.
const basic_level = 3;

fn digitsPerLimb(radix: u8) usize {
    return std.math.log(u64, radix, std.math.maxInt(u64));
}

fn limbOfDigits(radix: u8, digits: usize) u64 {
    return std.math.pow(u64, radix, digits);
}

/// powers[level] = radix^(digits_per_limb * 2^level), for the levels from basic_level on.
const Powers = struct {
    const Levels = 48;
    powers: [Levels][]u64 = @splat(&.{}),
    used: [Levels]Const = undefined,
    top: usize = 0,

    fn deinit(self: *Powers) void {
        var level = self.powers.len;
        while (level > 0) {
            level -= 1;
            if (self.powers[level].len > 0) scratch.free(self.powers[level]);
        }
    }

    /// Powers up to the first for which 2^(level + 1) limbs' digits cover `digits`.
    fn fill(self: *Powers, radix: u8, digits: usize) !void {
        const per_limb = digitsPerLimb(radix);
        var limb = [1]u64{limbOfDigits(radix, per_limb)};
        var previous: Const = .{ .limbs = &limb, .positive = true };
        var level: usize = 0;
        while (true) : (level += 1) {
            if (level > 0) {
                const square = try scratch.alloc(u64, 2 * previous.limbs.len + 1);
                self.powers[level] = square;
                var product: Mutable = .{ .limbs = square, .len = 1, .positive = true };
                product.mulNoAlias(previous, previous, scratch);
                previous = product.toConst();
            } else {
                self.powers[0] = try scratch.alloc(u64, 1);
                self.powers[0][0] = limb[0];
                previous = .{ .limbs = self.powers[0], .positive = true };
            }
            self.used[level] = previous;
            self.top = level;
            if (level >= basic_level and per_limb << @intCast(level + 1) >= digits) return;
        }
    }
};

fn digitsBound(limbs: usize, radix: u8) usize {
    return limbs * (digitsPerLimb(radix) + 1) + 1;
}

export fn eshkol_integer_text_bound(a: *const Integer, radix: c_uint) usize {
    return digitsBound(a.length, @intCast(radix)) + 1;
}

export fn eshkol_integer_to_text(text: [*]u8, a: *const Integer, radix: c_uint) usize {
    const base: u8 = @intCast(radix);
    const sign: usize = @intFromBool(a.negative);
    if (a.negative) text[0] = '-';
    const magnitude = operand(a).abs();
    const digits = text + sign;
    if (std.math.isPowerOfTwo(base)) return sign + writeBits(digits, magnitude, base);
    return sign + (writeDigits(digits, magnitude, base) catch return 0);
}

/// A radix of 2^k: every digit is k bits, which may straddle two limbs.
fn writeBits(text: [*]u8, a: Const, radix: u8) usize {
    const width = std.math.log2_int(u8, radix);
    const count = (a.bitCountAbs() + width - 1) / width;
    var i: usize = 0;
    while (i < count) : (i += 1) {
        const position = i * width;
        const limb = position / 64;
        const shift: u6 = @intCast(position % 64);
        var bits = a.limbs[limb] >> shift;
        if (@as(usize, shift) + width > 64 and limb + 1 < a.limbs.len) bits |= a.limbs[limb + 1] << @intCast(64 - @as(usize, shift));
        text[count - 1 - i] = std.fmt.digitToChar(@intCast(bits & (radix - 1)), .lower);
    }
    return count;
}

fn writeDigits(text: [*]u8, a: Const, radix: u8) Allocator.Error!usize {
    if (a.limbs.len <= 1 << basic_level) return writeBasic(text, a, radix);
    var powers: Powers = .{};
    defer powers.deinit();
    const digits = digitsBound(a.limbs.len, radix);
    try powers.fill(radix, digits);
    const buffer = try scratch.alloc(u8, digitsPerLimb(radix) << @intCast(powers.top + 1));
    defer scratch.free(buffer);
    try writePadded(buffer, a, radix, &powers, powers.top + 1);
    var start: usize = 0;
    while (buffer[start] == '0') start += 1;
    @memcpy(text[0 .. buffer.len - start], buffer[start..]);
    return buffer.len - start;
}

fn writeBasic(text: [*]u8, a: Const, radix: u8) usize {
    var buffer: [big.calcToStringLimbsBufferLen((1 << basic_level) + 2, 10)]u64 = undefined;
    var digits: [digitsBound((1 << basic_level) + 2, 3)]u8 = undefined;
    const length = a.toString(&digits, radix, .lower, &buffer);
    @memcpy(text[0..length], digits[0..length]);
    return length;
}

/// Fills all of `text`, which has room for the digits of 2^level limbs, with leading zeros.
fn writePadded(text: []u8, a: Const, radix: u8, powers: *const Powers, level: usize) Allocator.Error!void {
    if (a.limbs.len == 1 and a.limbs[0] == 0) return @memset(text, '0');
    if (level <= basic_level) {
        var digits: [digitsBound((1 << basic_level) + 2, 3)]u8 = undefined;
        const length = writeBasic(&digits, a, radix);
        @memset(text[0 .. text.len - length], '0');
        @memcpy(text[text.len - length ..], digits[0..length]);
        return;
    }
    const middle = text.len / 2;
    const divisor = powers.used[level - 1];
    if (a.order(divisor) == .lt) {
        @memset(text[0..middle], '0');
        return writePadded(text[middle..], a, radix, powers, level - 1);
    }
    const size_q = a.limbs.len + 2;
    const size_r = divisor.limbs.len + 3;
    const limbs = try scratch.alloc(u64, size_q + size_r + big.calcDivLimbsBufferLen(a.limbs.len, divisor.limbs.len));
    defer scratch.free(limbs);
    var quotient: Mutable = .{ .limbs = limbs[0..size_q], .len = 1, .positive = true };
    var remainder: Mutable = .{ .limbs = limbs[size_q..][0..size_r], .len = 1, .positive = true };
    quotient.divTrunc(&remainder, a, divisor, limbs[size_q + size_r ..]);
    try writePadded(text[0..middle], quotient.toConst(), radix, powers, level - 1);
    try writePadded(text[middle..], remainder.toConst(), radix, powers, level - 1);
}

export fn eshkol_integer_limbs_of_digits(digits: usize, radix: c_uint) usize {
    return digits / digitsPerLimb(@intCast(radix)) + 4;
}

export fn eshkol_integer_from_text(result: *Integer, text: [*]const u8, length: usize, radix: c_uint) bool {
    const base: u8 = @intCast(radix);
    var value = target(result);
    readDigits(&value, text[0..length], base) catch return false;
    finish(result, value);
    return true;
}

fn readDigits(value: *Mutable, text: []const u8, radix: u8) Allocator.Error!void {
    if (text.len <= digitsPerLimb(radix) << basic_level) return readBasic(value, text, radix);
    var powers: Powers = .{};
    defer powers.deinit();
    try powers.fill(radix, text.len);
    try readSplit(value, text, radix, &powers, powers.top + 1);
}

fn readBasic(value: *Mutable, text: []const u8, radix: u8) void {
    value.setString(radix, text) catch unreachable;
}

/// `text` has at most the digits of 2^level limbs.
fn readSplit(value: *Mutable, text: []const u8, radix: u8, powers: *const Powers, level: usize) Allocator.Error!void {
    if (level <= basic_level) return readBasic(value, text, radix);
    const low_digits = digitsPerLimb(radix) << @intCast(level - 1);
    if (text.len <= low_digits) return readSplit(value, text, radix, powers, level - 1);
    const high_text = text[0 .. text.len - low_digits];
    const low_text = text[text.len - low_digits ..];
    const size_high = eshkol_integer_limbs_of_digits(high_text.len, radix);
    const size_low = eshkol_integer_limbs_of_digits(low_text.len, radix);
    const power = powers.used[level - 1];
    const limbs = try scratch.alloc(u64, 2 * size_high + size_low + power.limbs.len + 1);
    defer scratch.free(limbs);
    var high: Mutable = .{ .limbs = limbs[0..size_high], .len = 1, .positive = true };
    var low: Mutable = .{ .limbs = limbs[size_high..][0..size_low], .len = 1, .positive = true };
    try readSplit(&high, high_text, radix, powers, level - 1);
    try readSplit(&low, low_text, radix, powers, level - 1);
    var product: Mutable = .{ .limbs = limbs[size_high + size_low ..], .len = 1, .positive = true };
    multiply(&product, high.toConst(), power);
    value.add(product.toConst(), low.toConst());
}

// --- Doubles. ---

export fn eshkol_shortest_digits(digits: [*]u8, exponent: *c_int, d: f64) usize {
    var buffer: [std.fmt.float.bufferSize(.scientific, f64)]u8 = undefined;
    const text = std.fmt.float.render(&buffer, d, .{ .mode = .scientific }) catch unreachable;
    var count: usize = 0;
    var i: usize = 0;
    while (text[i] != 'e') : (i += 1) {
        if (text[i] == '.') continue;
        digits[count] = text[i];
        count += 1;
    }
    while (count > 1 and digits[count - 1] == '0') count -= 1;
    exponent.* = 1 + (std.fmt.parseInt(c_int, text[i + 1 ..], 10) catch unreachable);
    return count;
}

export fn eshkol_parse_decimal(text: [*]const u8, length: usize) f64 {
    return std.fmt.parseFloat(f64, text[0..length]) catch unreachable;
}
