# aarch64: start.c and cpu.h, compiled by make-listing and GCC 12; aarch64.inc has it assembled.
	.arch armv8-a
	.text
	.text
	.type start, %function
start:
	hint #34
	stp x0, x1, [sp, #-64]!
	stp x2, x3, [sp, #16]
	stp x4, x5, [sp, #32]
	stp x6, x7, [sp, #48]
	ldr x0, [sp, #64]
	add x1, sp, #72
	add x2, x1, x0, lsl #3
	add x2, x2, #8
	bl run
	adr x16, table
	ldr x17, [x16]
	add x16, x16, x17
	ldp x2, x3, [sp, #16]
	ldp x4, x5, [sp, #32]
	ldp x6, x7, [sp, #48]
	ldp x0, x1, [sp], #64
	br x16

	.align	2
	.type	run, %function
run:
	hint	34 // bti c
	stp	x19, x20, [sp, -80]!
	mov	x3, x2
// 38 "cpu.h" 1
	adr x19, table
// 0 "" 2
	stp	x21, x22, [sp, 16]
	mov	w22, w0
	mov	x21, x2
	stp	x23, x24, [sp, 32]
	mov	x23, x1
	stp	x25, x26, [sp, 48]
	str	x30, [sp, 64]
.L2:
	ldr	x6, [x3], 8
	cbnz	x6, .L2
	ldr	x4, [x19, 8]
	cbz	x4, .L28
.L4:
	add	x5, x19, 56
	neg	x4, x4
	mov	x7, x5
	mov	x9, 0
.L7:
	ldr	x20, [x19, 16]
	cmp	x9, x20
	bne	.L9
	ldr	x1, [x19, 48]
	cbz	x1, .L10
	mov	x4, 0
	mov	x10, 0
.L11:
	ldr	x0, [x3]
	cbnz	x0, .L14
	ldr	x9, [x19, 40]
	mov	x5, x4
	mov	x2, 0
	mov	w3, 0
	sub	x9, x19, x9
.L15:
	cmp	x4, 0
	ccmp	x0, x10, 4, ne
	bne	.L18
	cmp	x2, 0
	eor	w3, w3, 1
	cset	w0, eq
	orr	w0, w0, w3
	cbnz	w0, .L10
	mov	x0, x2
.L19:
	ldr	x3, [x0]
	cbnz	x3, .L21
	cbz	x6, .L10
	ldr	x0, [x6, 8]
	cbz	x0, .L10
	ldr	x3, [x0, 16]
	cmp	x3, x2
	bne	.L10
	ldr	x2, [x0, 40]
	cmp	x0, x2
	bne	.L10
	ldr	x2, [x0, 48]
	cbnz	x2, .L10
	ldr	x0, [x0, 56]
	cbz	x0, .L10
.L22:
	mov	x2, x0
	ldr	x0, [x0, 8]
	cbnz	x0, .L22
	add	x1, x19, x1
	str	x1, [x2, 8]
.L10:
	ldr	x26, [x19, 24]
	add	x20, x7, x20, lsl 4
.L23:
	cbnz	x26, .L27
	ldp	x21, x22, [sp, 16]
	ldp	x23, x24, [sp, 32]
	ldp	x25, x26, [sp, 48]
	ldr	x30, [sp, 64]
	ldp	x19, x20, [sp], 80
	ret
.L6:
	cmp	x1, 6
	bne	.L5
	ldr	x4, [x0, 8]
.L5:
	add	x0, x0, 16
.L3:
	ldr	x1, [x0]
	cbnz	x1, .L6
	b	.L4
.L28:
	mov	x0, x3
	mov	x4, 4096
	b	.L3
.L9:
	ldp	x0, x1, [x5]
	add	x0, x19, x0
	add	x1, x0, x1
	and	x0, x0, x4
	and	x1, x1, x4
	cmp	x1, x0
	beq	.L8
	mov	x8, 226
	sub	x1, x1, x0
	mov	x2, 1
// 46 "cpu.h" 1
	svc #0
// 0 "" 2
.L8:
	add	x9, x9, 1
	add	x5, x5, 16
	b	.L7
.L14:
	cmp	x0, 3
	bne	.L12
	ldr	x4, [x3, 8]
.L13:
	add	x3, x3, 16
	b	.L11
.L12:
	cmp	x0, 5
	bne	.L13
	ldr	x10, [x3, 8]
	b	.L13
.L18:
	ldr	x8, [x5, 16]
	ldr	w11, [x5]
	add	x8, x9, x8
	cmp	w11, 2
	bne	.L16
	mov	x2, x8
.L17:
	add	x0, x0, 1
	add	x5, x5, 56
	b	.L15
.L16:
	cmp	w11, 6
	bne	.L17
	cmp	x8, x4
	cset	w3, eq
	b	.L17
.L21:
	cmp	x3, 21
	bne	.L20
	ldr	x6, [x0, 8]
.L20:
	add	x0, x0, 16
	b	.L19
.L27:
	ldp	x25, x0, [x20]
	add	x25, x19, x25
	cbnz	x0, .L24
	mov	x2, x21
	mov	x1, x23
	mov	w0, w22
	blr	x25
.L24:
	mov	x24, 0
.L25:
	ldr	x0, [x20, 8]
	cmp	x0, x24
	bne	.L26
	sub	x26, x26, #1
	add	x20, x20, 16
	b	.L23
.L26:
	ldr	x3, [x25, x24, lsl 3]
	mov	x2, x21
	mov	x1, x23
	mov	w0, w22
	add	x24, x24, 1
	blr	x3
	b	.L25
	.size	run, .-run
	.align	2
	.type	fini, %function
fini:
	hint	34 // bti c
	stp	x19, x20, [sp, -48]!
	stp	x21, x22, [sp, 16]
// 38 "cpu.h" 1
	adr x21, table
// 0 "" 2
	ldp	x19, x1, [x21, 16]
	add	x0, x21, 56
	stp	x23, x30, [sp, 32]
	ldr	x23, [x21, 32]
	add	x19, x19, x1
	add	x19, x0, x19, lsl 4
.L45:
	cbnz	x23, .L49
	ldp	x21, x22, [sp, 16]
	ldp	x23, x30, [sp, 32]
	ldp	x19, x20, [sp], 48
	ret
.L49:
	ldp	x22, x0, [x19]
	add	x22, x21, x22
	cbnz	x0, .L46
	blr	x22
.L46:
	ldr	x20, [x19, 8]
.L51:
	sub	x20, x20, #1
	cmn	x20, #1
	bne	.L48
	sub	x23, x23, #1
	add	x19, x19, 16
	b	.L45
.L48:
	ldr	x0, [x22, x20, lsl 3]
	blr	x0
	b	.L51
	.size	fini, .-fini
	.align	2
	.type	report, %function
report:
	hint	34 // bti c
	mov	x1, x0
	mov	x2, 0
.L53:
	ldrb	w0, [x1, x2]
	cbnz	w0, .L54
	mov	x8, 64
	mov	x0, 2
// 46 "cpu.h" 1
	svc #0
// 0 "" 2
	mov	x8, 94
	mov	x0, 127
	mov	x1, 0
	mov	x2, 0
// 46 "cpu.h" 1
	svc #0
// 0 "" 2
	brk #1000
.L54:
	add	x2, x2, 1
	b	.L53
	.size	report, .-report
	.align	3
	.word	4
	.word	16
	.word	5
	.string	"GNU"
	.word	3221225472
	.word	4
	.word	1
	.align	3
	.balign 16
table:
