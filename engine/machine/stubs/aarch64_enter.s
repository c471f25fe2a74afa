# aarch64: enter.c, compiled by make-listing and GCC 12; aarch64_enter.inc has it assembled.
	.arch armv8-a
	.text
	.text
	.type start, %function
start:
	hint #34
	mov x0, sp
	adr x1, table
	bl enter
	mov x16, x0
	mov x30, #0
	br x16

	.align	2
	.type	give_up, %function
give_up:
	hint	34 // bti c
	mov	x2, x0
	mov	x8, 64
	mov	x0, 2
	mov	x3, 0
	mov	x4, 0
	mov	x5, 0
	ldr	x1, [x2, 48]
	add	x1, x2, x1
	ldr	x2, [x2, 56]
// 49 "enter_cpu.h" 1
	svc #0
// 0 "" 2
	mov	x8, 94
	mov	x0, 127
	mov	x1, 0
	mov	x2, 0
// 49 "enter_cpu.h" 1
	svc #0
// 0 "" 2
	ret
	.size	give_up, .-give_up
	.align	2
	.type	enter, %function
enter:
	hint	34 // bti c
	ldr	x7, [x0]
	mov	x6, x1
	str	x30, [sp, -16]!
	add	x7, x7, 2
	add	x7, x0, x7, lsl 3
.L3:
	ldr	x0, [x7], 8
	cbnz	x0, .L3
	mov	x0, x7
	mov	x9, 4096
.L4:
	ldr	x1, [x0]
	cbnz	x1, .L6
	ldr	x10, [x6, 64]
	add	x14, x6, 80
	sub	x13, x9, #1
	mov	x11, x14
	neg	x15, x9
	mov	x12, x10
.L7:
	cbnz	x12, .L9
	mov	x0, 24
	neg	x12, x9
	ldr	x11, [x6, 72]
	madd	x10, x10, x0, x14
.L10:
	cbnz	x11, .L19
	mov	x1, x7
	mov	x0, 0
.L20:
	ldr	x2, [x1]
	cbnz	x2, .L23
.L24:
	cbnz	x11, .L26
.L27:
	ldr	x0, [x7]
	cbnz	x0, .L32
	ldr	x0, [x6, 8]
	ldr	x30, [sp], 16
	add	x0, x6, x0
	ret
.L6:
	cmp	x1, 6
	bne	.L5
	ldr	x9, [x0, 8]
.L5:
	add	x0, x0, 16
	b	.L4
.L9:
	ldp	x1, x2, [x11]
	mov	x8, 226
	mov	x3, 0
	mov	x4, 0
	mov	x5, 0
	add	x1, x6, x1
	and	x0, x1, x15
	add	x1, x1, x2
	add	x1, x1, x13
	and	x1, x1, x15
	ldr	x2, [x11, 16]
	sub	x1, x1, x0
// 49 "enter_cpu.h" 1
	svc #0
// 0 "" 2
	cbz	x0, .L8
	mov	x0, x6
	bl	give_up
.L8:
	sub	x12, x12, #1
	add	x11, x11, 24
	b	.L7
.L19:
	ldp	x9, x1, [x10]
	add	x9, x6, x9
	add	x1, x13, x1
	add	x0, x9, x13
	add	x1, x1, x9
	and	x0, x0, x12
	and	x1, x1, x12
.L11:
	tst	x9, 7
	beq	.L12
	cmp	x0, x9
	bne	.L13
.L14:
	cmp	x1, x9
	beq	.L17
	ldr	x2, [x10, 16]
	mov	x0, x9
	sub	x1, x1, x9
	mov	x8, 222
	mov	x3, 50
	mov	x4, -1
	mov	x5, 0
// 49 "enter_cpu.h" 1
	svc #0
// 0 "" 2
	cmp	x0, x9
	beq	.L17
	mov	x0, x6
	bl	give_up
.L17:
	sub	x11, x11, #1
	add	x10, x10, 24
	b	.L10
.L13:
	strb	wzr, [x9], 1
	b	.L11
.L15:
	str	xzr, [x9], 8
.L12:
	cmp	x0, x9
	bne	.L15
	b	.L14
.L23:
	cmp	x2, 3
	bne	.L21
	ldr	x0, [x1, 8]
.L22:
	add	x1, x1, 16
	b	.L20
.L21:
	cmp	x2, 5
	bne	.L22
	ldr	x11, [x1, 8]
	b	.L22
.L26:
	ldr	w1, [x0]
	cmp	w1, 2
	bne	.L25
	ldr	x1, [x6, 40]
	ldr	x2, [x0, 16]
	str	x2, [x6, x1]
.L25:
	sub	x11, x11, #1
	add	x0, x0, 56
	b	.L24
.L32:
	cmp	x0, 3
	bne	.L28
	ldr	x0, [x6, 24]
.L41:
	add	x0, x6, x0
	b	.L40
.L28:
	cmp	x0, 5
	bne	.L30
	ldr	x0, [x6, 32]
.L40:
	str	x0, [x7, 8]
.L29:
	add	x7, x7, 16
	b	.L27
.L30:
	cmp	x0, 7
	bne	.L31
	ldr	x0, [x6]
	b	.L41
.L31:
	cmp	x0, 9
	bne	.L29
	ldr	x0, [x6, 16]
	b	.L41
	.size	enter, .-enter
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
