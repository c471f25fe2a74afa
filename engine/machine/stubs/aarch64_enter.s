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
	ldr	x1, [x2, 56]
	add	x1, x2, x1
	ldr	x2, [x2, 64]
// 81 "enter_cpu.h" 1
	svc #0
// 0 "" 2
	mov	x8, 94
	mov	x0, 127
	mov	x1, 0
	mov	x2, 0
// 81 "enter_cpu.h" 1
	svc #0
// 0 "" 2
	ret
	.size	give_up, .-give_up
	.align	2
	.type	clear, %function
clear:
	hint	34 // bti c
	mov	x5, x2
	sub	x6, x1, #1
	mov	x2, x4
	sub	x3, x3, #1
	neg	x4, x1
	add	x1, x5, x1
	add	x6, x6, x5
	add	x1, x3, x1
	mov	x7, x0
	and	x1, x1, x4
	and	x0, x6, x4
.L3:
	tst	x5, 7
	beq	.L4
	cmp	x5, x0
	bne	.L5
.L6:
	cmp	x0, x1
	beq	.L2
	sub	x1, x1, x0
	mov	x8, 222
	mov	x3, 50
	mov	x4, -1
	mov	x5, 0
// 81 "enter_cpu.h" 1
	svc #0
// 0 "" 2
	cmn	x0, #4096
	bls	.L2
	mov	x0, x7
	b	give_up
.L5:
	strb	wzr, [x5], 1
	b	.L3
.L7:
	str	xzr, [x5], 8
.L4:
	cmp	x5, x0
	bne	.L7
	b	.L6
.L2:
	ret
	.size	clear, .-clear
	.align	2
	.type	map_loader, %function
map_loader:
	sub	sp, sp, #2080
	mov	x13, x1
	ldr	x1, [x0]
	mov	x10, x0
	mov	x14, x2
	mov	x8, 56
	add	x1, x10, x1
	mov	x2, 524288
	mov	x3, 0
	mov	x4, 0
	mov	x5, 0
	mov	x0, -100
	stp	x19, x20, [sp]
	str	x30, [sp, 16]
// 81 "enter_cpu.h" 1
	svc #0
// 0 "" 2
	mov	x12, x0
	cmn	x0, #4096
	bls	.L14
.L16:
	mov	x0, x10
	bl	give_up
.L15:
	ldr	x0, [sp, 64]
	add	x1, sp, 32
	ldrh	w7, [sp, 88]
	mov	x3, 0
	add	x11, x1, x0
	neg	x1, x13
	mov	x6, -1
	mov	x8, 56
	mov	x0, 0
.L17:
	cmp	x7, x0
	bne	.L20
	sub	x18, x13, #1
	mov	x8, 222
	add	x3, x3, x18
	mov	x0, 0
	and	x1, x3, x1
	mov	x2, 0
	sub	x1, x1, x6
	mov	x3, 34
	mov	x4, -1
	mov	x5, 0
// 81 "enter_cpu.h" 1
	svc #0
// 0 "" 2
	mov	x9, x0
	cmn	x0, #4096
	bls	.L21
	mov	x0, x10
	bl	give_up
.L21:
	sub	x9, x9, x6
	mov	x19, 0
	mov	x20, 56
.L22:
	ldrh	w0, [sp, 88]
	cmp	x0, x19
	bne	.L29
	mov	x8, 57
	mov	x0, x12
	mov	x1, 0
	mov	x2, 0
	mov	x3, 0
	mov	x4, 0
	mov	x5, 0
// 81 "enter_cpu.h" 1
	svc #0
// 0 "" 2
	ldr	x0, [sp, 56]
	ldp	x19, x20, [sp]
	add	x0, x0, x9
	ldr	x30, [sp, 16]
	str	x0, [x14]
	mov	x0, x9
	add	sp, sp, 2080
	ret
.L14:
	add	x1, sp, 32
	mov	x8, 63
	mov	x2, 2048
// 81 "enter_cpu.h" 1
	svc #0
// 0 "" 2
	sub	x2, x0, #64
	mov	x1, -4160
	cmp	x2, x1
	bhi	.L16
	ldr	x2, [sp, 64]
	cmp	x2, x0
	bhi	.L16
	ldrh	w1, [sp, 88]
	mov	w3, 56
	sub	x0, x0, x2
	umull	x1, w1, w3
	cmp	x1, x0
	bhi	.L16
	b	.L15
.L20:
	mul	x4, x0, x8
	add	x2, x4, x11
	ldr	w4, [x4, x11]
	cmp	w4, 1
	bne	.L18
	ldr	x5, [x2, 16]
	cmp	x5, x6
	bcs	.L19
	and	x6, x5, x1
.L19:
	ldr	x2, [x2, 40]
	add	x5, x5, x2
	cmp	x3, x5
	csel	x3, x3, x5, cs
.L18:
	add	x0, x0, 1
	b	.L17
.L29:
	mul	x0, x19, x20
	add	x7, x0, x11
	ldr	w0, [x0, x11]
	cmp	w0, 1
	bne	.L24
	ldr	w0, [x7, 4]
	ldr	x15, [x7, 16]
	and	w1, w0, 2
	ubfiz	w6, w0, 2, 1
	ubfx	x0, x0, 2, 1
	orr	w6, w6, w1
	add	x15, x9, x15
	ldr	x1, [x7, 32]
	orr	w6, w6, w0
	sxtw	x6, w6
	cbz	x1, .L26
	ldr	x16, [x7, 8]
	and	x5, x18, x15
	add	x1, x1, x5
	bic	x0, x15, x18
	mov	x2, x6
	mov	x4, x12
	sub	x5, x16, x5
	mov	x8, 222
	mov	x3, 18
// 81 "enter_cpu.h" 1
	svc #0
// 0 "" 2
	cmn	x0, #4096
	bls	.L26
	mov	x0, x10
	bl	give_up
.L26:
	ldp	x2, x3, [x7, 32]
	cmp	x3, x2
	bls	.L24
	sub	x3, x3, x2
	mov	x4, x6
	add	x2, x2, x15
	mov	x1, x13
	mov	x0, x10
	bl	clear
.L24:
	add	x19, x19, 1
	b	.L22
	.size	map_loader, .-map_loader
	.align	2
	.type	enter, %function
enter:
	hint	34 // bti c
	stp	x19, x20, [sp, -48]!
	mov	x19, x1
	ldr	x20, [x0]
	str	x30, [sp, 16]
	add	x20, x20, 2
	add	x20, x0, x20, lsl 3
.L32:
	ldr	x0, [x20], 8
	cbnz	x0, .L32
	mov	x0, x20
	mov	x9, 4096
.L33:
	ldr	x1, [x0]
	cbnz	x1, .L35
	ldr	x10, [x19, 96]
	add	x11, x19, 112
	sub	x13, x9, #1
	mov	x6, x11
	neg	x12, x9
	mov	x7, x10
.L36:
	cbnz	x7, .L38
	mov	x0, 24
	madd	x10, x10, x0, x11
	ldr	x11, [x19, 104]
.L39:
	cbnz	x11, .L40
	ldp	x7, x6, [x19, 72]
	lsl	x14, x9, 1
	ldr	x10, [x19, 88]
	neg	x13, x9
	mov	x12, 0
	mov	x0, 0
	add	x6, x19, x6
	sub	x7, x19, x7
	add	x10, x6, x10, lsl 3
.L41:
	cmp	x10, x6
	bne	.L54
	mov	x1, x20
	mov	x0, 0
.L55:
	ldr	x2, [x1]
	cbnz	x2, .L58
.L59:
	cbnz	x11, .L61
	ldp	x0, x1, [x19, 8]
	add	x1, x19, x1
	str	x1, [sp, 40]
	ldr	x1, [x19]
	cbnz	x1, .L62
	add	x0, x19, x0
.L64:
	ldr	x1, [x20]
	cbnz	x1, .L69
	ldr	x30, [sp, 16]
	ldr	x0, [sp, 40]
	ldp	x19, x20, [sp], 48
	ret
.L35:
	cmp	x1, 6
	bne	.L34
	ldr	x9, [x0, 8]
.L34:
	add	x0, x0, 16
	b	.L33
.L38:
	ldp	x1, x2, [x6]
	mov	x8, 226
	mov	x3, 0
	mov	x4, 0
	mov	x5, 0
	add	x1, x19, x1
	and	x0, x1, x12
	add	x1, x1, x2
	add	x1, x1, x13
	and	x1, x1, x12
	ldr	x2, [x6, 16]
	sub	x1, x1, x0
// 81 "enter_cpu.h" 1
	svc #0
// 0 "" 2
	cmn	x0, #4096
	bls	.L37
	mov	x0, x19
	bl	give_up
.L37:
	sub	x7, x7, #1
	add	x6, x6, 24
	b	.L36
.L40:
	ldp	x2, x3, [x10]
	mov	x1, x9
	ldr	x4, [x10, 16]
	mov	x0, x19
	sub	x11, x11, #1
	add	x10, x10, 24
	add	x2, x19, x2
	bl	clear
	b	.L39
.L54:
	ldr	x1, [x6]
	tbnz	x1, 0, .L42
	add	x1, x7, x1
	mov	x15, x1
	cmp	x1, x12
	bcc	.L43
	and	x0, x1, x13
	mov	x3, x6
.L44:
	add	x3, x3, 8
	cmp	x10, x3
	beq	.L47
	ldr	x2, [x3]
	tbz	x2, 0, .L45
	add	x2, x1, 504
.L46:
	mov	x1, x2
	b	.L44
.L45:
	add	x4, x1, x14
	add	x2, x7, x2
	and	x4, x4, x13
	cmp	x2, x4
	bcc	.L46
.L47:
	add	x1, x9, x1
	and	x12, x1, x13
	sub	x1, x12, x0
	cmp	x9, x1
	bcs	.L43
	mov	x8, 233
	mov	x2, 23
	mov	x3, 0
	mov	x4, 0
	mov	x5, 0
// 81 "enter_cpu.h" 1
	svc #0
// 0 "" 2
.L43:
	mov	x0, x15
	ldr	x1, [x0], 8
	add	x1, x1, x7
	str	x1, [x15]
.L50:
	add	x6, x6, 8
	b	.L41
.L42:
	lsr	x1, x1, 1
	mov	x2, x0
.L51:
	cbnz	x1, .L53
	add	x0, x0, 504
	b	.L50
.L53:
	tbz	x1, 0, .L52
	ldr	x3, [x2]
	add	x3, x3, x7
	str	x3, [x2]
.L52:
	lsr	x1, x1, 1
	add	x2, x2, 8
	b	.L51
.L58:
	cmp	x2, 3
	bne	.L56
	ldr	x0, [x1, 8]
.L57:
	add	x1, x1, 16
	b	.L55
.L56:
	cmp	x2, 5
	bne	.L57
	ldr	x11, [x1, 8]
	b	.L57
.L61:
	ldr	w1, [x0]
	cmp	w1, 2
	bne	.L60
	ldr	x1, [x19, 48]
	ldr	x2, [x0, 16]
	str	x2, [x19, x1]
.L60:
	sub	x11, x11, #1
	add	x0, x0, 56
	b	.L59
.L62:
	add	x2, sp, 40
	mov	x1, x9
	mov	x0, x19
	bl	map_loader
	b	.L64
.L69:
	cmp	x1, 3
	bne	.L65
	ldr	x1, [x19, 32]
.L76:
	add	x1, x19, x1
	b	.L75
.L65:
	cmp	x1, 5
	bne	.L67
	ldr	x1, [x19, 40]
.L75:
	str	x1, [x20, 8]
	b	.L66
.L67:
	cmp	x1, 7
	bne	.L68
	str	x0, [x20, 8]
.L66:
	add	x20, x20, 16
	b	.L64
.L68:
	cmp	x1, 9
	bne	.L66
	ldr	x1, [x19, 24]
	b	.L76
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
