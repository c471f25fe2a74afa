# arm: next.c, compiled by make-listing and GCC 12; arm_next.inc has it assembled.
	.arch armv7-a
	.fpu softvfp
	.text
	.syntax divided
	.text
	.type dlsym, %function
dlsym:
	cmn r0, #1
	bne 1f
	push {r0, r1, r2, lr}
	mov r0, r1
	mov r1, #0
	mov r2, lr
	adr r3, table_distance
	ldr ip, [r3]
	add r3, r3, ip
	bl find
	mov ip, r0
	pop {r0, r1, r2, lr}
	cmp ip, #0
	bne 2f
1:	adr r3, table_distance
	ldr ip, [r3]
	add r3, r3, ip
	ldr ip, [r3, #0]
	add ip, ip, r3
	bx ip
2:	mov r0, ip
	bx lr
	.type dlvsym, %function
dlvsym:
	cmn r0, #1
	bne 1f
	push {r0, r1, r2, lr}
	mov r0, r1
	mov r1, r2
	mov r2, lr
	adr r3, table_distance
	ldr ip, [r3]
	add r3, r3, ip
	bl find
	mov ip, r0
	pop {r0, r1, r2, lr}
	cmp ip, #0
	bne 2f
1:	adr r3, table_distance
	ldr ip, [r3]
	add r3, r3, ip
	ldr ip, [r3, #4]
	add ip, ip, r3
	bx ip
2:	mov r0, ip
	bx lr
table_distance:
	.word table - table_distance

	.arm
	.syntax unified
	.align	2
	.syntax unified
	.arm
	.type	is_same, %function
is_same:
	@ args = 0, pretend = 0, frame = 0
	@ frame_needed = 0, uses_anonymous_args = 0
	@ link register save eliminated.
	sub	r0, r0, #1
	sub	r1, r1, #1
.L2:
	ldrb	r2, [r0, #1]!	@ zero_extendqisi2
	ldrb	r3, [r1, #1]!	@ zero_extendqisi2
	cmp	r3, r2
	beq	.L4
	mov	r0, #0
	bx	lr
.L4:
	cmp	r3, #0
	bne	.L2
	mov	r0, #1
	bx	lr
	.size	is_same, .-is_same
	.align	2
	.syntax unified
	.arm
	.type	hash_of, %function
hash_of:
	@ args = 0, pretend = 0, frame = 0
	@ frame_needed = 0, uses_anonymous_args = 0
	@ link register save eliminated.
	sub	r3, r0, #1
	movw	r0, #5381
.L7:
	ldrb	r2, [r3, #1]!	@ zero_extendqisi2
	cmp	r2, #0
	bxeq	lr
	add	r0, r0, r0, lsl #5
	add	r0, r2, r0
	b	.L7
	.size	hash_of, .-hash_of
	.align	2
	.syntax unified
	.arm
	.type	part_of, %function
part_of:
	@ args = 0, pretend = 0, frame = 0
	@ frame_needed = 0, uses_anonymous_args = 0
	mov	r3, r0
	str	lr, [sp, #-4]!
	sub	r1, r1, r3
	ldr	lr, [r0, #16]
	mov	r0, #0
.L11:
	cmp	lr, r0
	ldreq	pc, [sp], #4
	ldr	r2, [r3, #24]
	add	r3, r3, #8
	sub	r2, r1, r2
	ldr	ip, [r3, #20]
	cmp	r2, ip
	ldrcc	pc, [sp], #4
	add	r0, r0, #1
	b	.L11
	.size	part_of, .-part_of
	.align	2
	.syntax unified
	.arm
	.type	exported, %function
exported:
	@ args = 0, pretend = 0, frame = 0
	@ frame_needed = 0, uses_anonymous_args = 0
	@ link register save eliminated.
	mov	r3, r0
	subs	r0, r2, #0
	bne	.L17
	ldr	r2, [r3]
	add	r3, r3, r2
	bx	r3
.L17:
	ldr	r0, [r3, #4]
	add	r3, r3, r0
	mov	r0, #0
	bx	r3
	.size	exported, .-exported
	.align	2
	.syntax unified
	.arm
	.type	value_of, %function
value_of:
	@ args = 0, pretend = 0, frame = 0
	@ frame_needed = 0, uses_anonymous_args = 0
	push	{r4, r5, r6, lr}
	mov	lr, r1
	ldr	r5, [r1, #8]
	cmp	r5, #3
	bne	.L19
	mov	r1, r2
	mov	r2, r3
	pop	{r4, r5, r6, lr}
	b	exported
.L19:
	ldr	r4, [r1, #24]
	cmp	r5, #1
	beq	.L18
	add	r4, r4, r0
	cmp	r5, #2
	bne	.L18
	ldr	r3, [r0, #8]
	add	r3, r0, r3
	mov	r0, #16
	blx	r3
	mov	r3, r4
	pop	{r4, r5, r6, lr}
	bx	r3
.L18:
	mov	r0, r4
	pop	{r4, r5, r6, pc}
	.size	value_of, .-value_of
	.align	2
	.syntax unified
	.arm
	.type	find, %function
find:
	@ args = 0, pretend = 0, frame = 8
	@ frame_needed = 0, uses_anonymous_args = 0
	push	{r0, r1, r2, r4, r5, r6, r7, r8, r9, r10, fp, lr}
	mov	r5, r3
	mov	r7, r0
	mov	r8, r1
	mov	r0, r3
	mov	r1, r2
	bl	part_of
	ldr	r1, [r5, #16]
	cmp	r1, r0
	bne	.L26
.L36:
	mov	r4, #0
.L25:
	mov	r0, r4
	add	sp, sp, #12
	@ sp needed
	pop	{r4, r5, r6, r7, r8, r9, r10, fp, pc}
.L26:
	mov	r9, r0
	mov	r0, r7
	bl	hash_of
	ldr	fp, [r5, #20]
	add	r4, r5, #24
	mov	r10, r0
	mov	r2, fp
	add	r4, r4, r1, lsl #3
	mov	r6, #0
	mov	r1, #28
.L29:
	cmp	r6, r2
	bne	.L30
	mla	r4, r1, r6, r4
	mov	r3, #0
.L31:
	cmp	r6, fp
	bne	.L35
.L39:
	cmp	r3, #0
	bne	.L36
	mov	r2, r8
	mov	r1, r7
	mov	r0, r5
	bl	exported
	mov	r1, r0
	mov	r4, r0
	mov	r0, r5
	bl	part_of
	ldr	r3, [r5, #16]
	cmp	r3, r0
	cmpne	r9, r0
	bcc	.L25
	b	.L36
.L30:
	sub	r3, r2, r6
	add	r3, r6, r3, lsr #1
	mul	r0, r1, r3
	ldr	r0, [r4, r0]
	cmp	r0, r10
	addcc	r6, r3, #1
	movcs	r2, r3
	b	.L29
.L33:
	ldr	r0, [r4, #20]
	cmp	r0, #0
	beq	.L34
	mov	r1, r8
	add	r0, r5, r0
	bl	is_same
	cmp	r0, #0
	bne	.L34
.L42:
	mov	r3, #1
.L32:
	add	r6, r6, #1
	add	r4, r4, #28
	b	.L31
.L35:
	ldr	r2, [r4]
	cmp	r2, r10
	bne	.L39
	ldr	r0, [r4, #16]
	mov	r1, r7
	str	r3, [sp, #4]
	add	r0, r5, r0
	bl	is_same
	ldr	r3, [sp, #4]
	cmp	r0, #0
	beq	.L32
	ldr	r3, [r4, #4]
	cmp	r3, r9
	bls	.L42
	cmp	r8, #0
	bne	.L33
	ldr	r3, [r4, #12]
	cmp	r3, #0
	bne	.L42
.L34:
	mov	r3, r8
	mov	r2, r7
	mov	r1, r4
	mov	r0, r5
	add	sp, sp, #12
	@ sp needed
	pop	{r4, r5, r6, r7, r8, r9, r10, fp, lr}
	b	value_of
	.size	find, .-find
	.balign 16
table:
