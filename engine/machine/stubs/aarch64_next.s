# aarch64: next.c, compiled by make-listing and GCC 12; aarch64_next.inc has it assembled.
	.arch armv8-a
	.text
	.text
	.type dlsym, %function
dlsym:
	hint #34
	cmn x0, #1
	b.ne 1f
	stp x0, x1, [sp, #-32]!
	stp x2, x30, [sp, #16]
	mov x0, x1
	mov x1, xzr
	mov x2, x30
	adr x3, table
	bl find
	mov x16, x0
	ldp x2, x30, [sp, #16]
	ldp x0, x1, [sp], #32
	cbnz x16, 2f
1:	adr x16, table
	ldr x17, [x16, #0]
	add x16, x16, x17
	br x16
2:	mov x0, x16
	ret
	.type dlvsym, %function
dlvsym:
	hint #34
	cmn x0, #1
	b.ne 1f
	stp x0, x1, [sp, #-32]!
	stp x2, x30, [sp, #16]
	mov x0, x1
	mov x1, x2
	mov x2, x30
	adr x3, table
	bl find
	mov x16, x0
	ldp x2, x30, [sp, #16]
	ldp x0, x1, [sp], #32
	cbnz x16, 2f
1:	adr x16, table
	ldr x17, [x16, #8]
	add x16, x16, x17
	br x16
2:	mov x0, x16
	ret

	.align	2
	.type	is_same, %function
is_same:
	hint	34 // bti c
	mov	x2, 0
.L2:
	ldrb	w4, [x0, x2]
	ldrb	w3, [x1, x2]
	cmp	w3, w4
	beq	.L4
	mov	w0, 0
.L1:
	ret
.L4:
	add	x2, x2, 1
	cbnz	w3, .L2
	mov	w0, 1
	b	.L1
	.size	is_same, .-is_same
	.align	2
	.type	hash_of, %function
hash_of:
	hint	34 // bti c
	mov	x2, x0
	mov	w0, 5381
.L7:
	ldrb	w3, [x2]
	cbnz	w3, .L8
	ret
.L8:
	add	w1, w0, w0, lsl 5
	add	x2, x2, 1
	add	w0, w3, w1
	b	.L7
	.size	hash_of, .-hash_of
	.align	2
	.type	part_of, %function
part_of:
	hint	34 // bti c
	mov	x2, x0
	add	x3, x0, 48
	sub	x1, x1, x2
	mov	x0, 0
	ldr	x5, [x2, 32]
.L10:
	cmp	x5, x0
	beq	.L9
	ldr	x2, [x3], 16
	sub	x2, x1, x2
	ldr	x4, [x3, -8]
	cmp	x2, x4
	bcs	.L12
.L9:
	ret
.L12:
	add	x0, x0, 1
	b	.L10
	.size	part_of, .-part_of
	.align	2
	.type	exported, %function
exported:
	hint	34 // bti c
	cbnz	x2, .L15
	ldr	x2, [x0]
	add	x2, x0, x2
	mov	x0, 0
	mov	x16, x2
	br	x16
.L15:
	ldr	x3, [x0, 8]
	add	x3, x0, x3
	mov	x0, 0
	mov	x16, x3
	br	x16
	.size	exported, .-exported
	.align	2
	.type	value_of, %function
value_of:
	hint	34 // bti c
	ldr	w5, [x1, 8]
	cmp	w5, 3
	bne	.L17
	mov	x1, x2
	mov	x2, x3
	b	exported
.L17:
	stp	x19, x20, [sp, -64]!
	stp	x21, x30, [sp, 16]
	ldr	x20, [x1, 32]
	cmp	w5, 1
	beq	.L16
	mov	x19, x0
	add	x20, x20, x0
	cmp	w5, 2
	bne	.L16
	ldr	x1, [x19, 16]
	mov	x0, 16
	add	x1, x19, x1
	blr	x1
	mov	x21, x0
	mov	x0, 24
	stp	x0, x21, [sp, 40]
	ldr	x0, [x19, 16]
	add	x19, x19, x0
	mov	x0, 26
	blr	x19
	str	x0, [sp, 56]
	add	x1, sp, 40
	orr	x0, x21, 4611686018427387904
	blr	x20
	mov	x20, x0
.L16:
	ldp	x21, x30, [sp, 16]
	mov	x0, x20
	ldp	x19, x20, [sp], 64
	ret
	.size	value_of, .-value_of
	.align	2
	.type	find, %function
find:
	hint	34 // bti c
	stp	x19, x20, [sp, -32]!
	mov	x19, x3
	mov	x7, x0
	mov	x8, x1
	mov	x0, x3
	mov	x1, x2
	str	x30, [sp, 16]
	bl	part_of
	ldr	x4, [x19, 32]
	cmp	x4, x0
	bne	.L25
.L35:
	mov	x6, 0
.L24:
	ldr	x30, [sp, 16]
	mov	x0, x6
	ldp	x19, x20, [sp], 32
	ret
.L25:
	mov	x20, x0
	mov	x0, x7
	bl	hash_of
	mov	w10, w0
	ldr	x11, [x19, 40]
	add	x0, x19, 48
	add	x4, x0, x4, lsl 4
	mov	x6, 0
	mov	x0, x11
	mov	x5, 40
.L28:
	cmp	x6, x0
	bne	.L29
	madd	x5, x6, x5, x4
	mov	w9, 0
.L30:
	cmp	x6, x11
	bne	.L34
.L38:
	cbnz	w9, .L35
	mov	x2, x8
	mov	x1, x7
	mov	x0, x19
	bl	exported
	mov	x1, x0
	mov	x6, x0
	mov	x0, x19
	bl	part_of
	ldr	x1, [x19, 32]
	cmp	x1, x0
	beq	.L35
	cmp	x20, x0
	bcs	.L35
	b	.L24
.L29:
	sub	x1, x0, x6
	add	x1, x6, x1, lsr 1
	mul	x2, x1, x5
	ldr	w2, [x4, x2]
	cmp	w2, w10
	bcs	.L39
	add	x6, x1, 1
	b	.L28
.L39:
	mov	x0, x1
	b	.L28
.L32:
	ldr	x0, [x5, 24]
	cbz	x0, .L33
	mov	x1, x8
	add	x0, x19, x0
	bl	is_same
	cbnz	w0, .L33
.L41:
	mov	w9, 1
.L31:
	add	x6, x6, 1
	add	x5, x5, 40
	b	.L30
.L34:
	ldr	w0, [x5]
	cmp	w0, w10
	bne	.L38
	ldr	x0, [x5, 16]
	mov	x1, x7
	add	x0, x19, x0
	bl	is_same
	cbz	w0, .L31
	ldr	w0, [x5, 4]
	cmp	x0, x20
	bls	.L41
	cbnz	x8, .L32
	ldr	w0, [x5, 12]
	cbnz	w0, .L41
.L33:
	ldr	x30, [sp, 16]
	mov	x0, x19
	ldp	x19, x20, [sp], 32
	mov	x3, x8
	mov	x2, x7
	mov	x1, x5
	b	value_of
	.size	find, .-find
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
