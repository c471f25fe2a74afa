# arm: enter.c, compiled by make-listing and GCC 12; arm_enter.inc has it assembled.
	.arch armv7-a
	.fpu softvfp
	.text
	.syntax divided
	.text
	.type start, %function
start:
	mov r0, sp
	adr r1, table_distance
	ldr r2, [r1]
	add r1, r1, r2
	bl enter
	bx r0
table_distance:
	.word table - table_distance

	.arm
	.syntax unified
	.align	2
	.syntax unified
	.arm
	.type	give_up, %function
give_up:
	@ args = 0, pretend = 0, frame = 0
	@ frame_needed = 0, uses_anonymous_args = 0
	mov	r3, r0
	ldr	r1, [r0, #24]
	push	{r4, r5, r7, lr}
	mov	r0, #2
	add	r1, r3, r1
	ldr	r2, [r3, #28]
	mov	r7, #4
	mov	r3, #0
	mov	r4, r3
	mov	r5, r3
	.syntax divided
@ 150 "enter_cpu.h" 1
	svc #0
@ 0 "" 2
	.arm
	.syntax unified
	mov	r7, #248
	mov	r1, r3
	mov	r2, r3
	mov	r0, #127
	.syntax divided
@ 150 "enter_cpu.h" 1
	svc #0
@ 0 "" 2
	.arm
	.syntax unified
	pop	{r4, r5, r7, pc}
	.size	give_up, .-give_up
	.align	2
	.syntax unified
	.arm
	.type	enter, %function
enter:
	@ args = 0, pretend = 0, frame = 16
	@ frame_needed = 0, uses_anonymous_args = 0
	ldr	r3, [r0]
	push	{r4, r5, r6, r7, r8, r9, r10, fp, lr}
	mov	r6, r1
	add	r3, r3, #2
	sub	sp, sp, #20
	add	r0, r0, r3, lsl #2
.L4:
	ldr	r3, [r0]
	mov	r8, r0
	add	r0, r0, #4
	cmp	r3, #0
	bne	.L4
	add	r8, r8, #12
	mov	r2, #4096
	mov	r3, r8
	str	r2, [sp]
.L5:
	ldr	r2, [r3, #-8]
	cmp	r2, #0
	bne	.L7
	add	r3, r6, #40
	str	r3, [sp, #8]
	ldr	r3, [r6, #32]
	add	r9, r6, #52
	str	r3, [sp, #4]
	mov	fp, r3
	ldr	r3, [sp]
	rsb	r10, r3, #0
	sub	r3, r3, #1
	str	r3, [sp, #12]
.L8:
	cmp	fp, #0
	bne	.L10
	ldr	r3, [sp, #4]
	mov	r9, #12
	ldr	r10, [r6, #36]
	mla	r9, r3, r9, r9
	ldr	r3, [sp, #8]
	add	r9, r3, r9
	ldr	r3, [sp]
	sub	r3, r3, #1
	str	r3, [sp, #4]
.L11:
	cmp	r10, #0
	bne	.L19
	mov	r2, r8
	mov	r3, r10
.L20:
	ldr	r1, [r2, #-8]
	cmp	r1, #0
	bne	.L23
.L38:
	add	r3, r3, #32
	cmp	r10, #0
	bne	.L26
.L27:
	ldr	r3, [r8, #-8]
	cmp	r3, #0
	bne	.L32
	ldr	r0, [r6, #4]
	add	r0, r6, r0
	add	sp, sp, #20
	@ sp needed
	pop	{r4, r5, r6, r7, r8, r9, r10, fp, pc}
.L7:
	cmp	r2, #6
	add	r3, r3, #8
	ldreq	r2, [r3, #-12]
	streq	r2, [sp]
	b	.L5
.L10:
	ldr	r2, [sp, #12]
	mov	r7, #125
	ldr	r3, [r9, #-12]
	ldr	r1, [r9, #-8]
	add	r3, r6, r3
	add	r1, r2, r1
	and	r0, r3, r10
	add	r1, r1, r3
	ldr	r2, [r9, #-4]
	and	r1, r1, r10
	mov	r3, #0
	sub	r1, r1, r0
	mov	r4, r3
	mov	r5, r3
	.syntax divided
@ 150 "enter_cpu.h" 1
	svc #0
@ 0 "" 2
	.arm
	.syntax unified
	cmp	r0, r3
	beq	.L9
	mov	r0, r6
	bl	give_up
.L9:
	sub	fp, fp, #1
	add	r9, r9, #12
	b	.L8
.L19:
	ldr	r3, [r9, #-12]
	ldr	r1, [sp, #4]
	add	r3, r6, r3
	ldr	r0, [sp, #4]
	add	ip, r1, r3
	ldr	r1, [r9, #-8]
	ldr	r2, [sp]
	add	r1, r0, r1
	rsb	r2, r2, #0
	add	r1, r1, r3
	and	ip, ip, r2
	and	r1, r1, r2
.L12:
	ands	r2, r3, #3
	movne	r2, #1
	cmp	ip, r3
	moveq	r2, #0
	andne	r2, r2, #1
	cmp	r2, #0
	bne	.L13
.L14:
	cmp	ip, r3
	bne	.L15
	cmp	r1, ip
	beq	.L17
	ldr	r2, [r9, #-4]
	mov	r0, ip
	sub	r1, r1, ip
	mov	r7, #192
	mov	r3, #50
	mvn	r4, #0
	mov	r5, #0
	.syntax divided
@ 150 "enter_cpu.h" 1
	svc #0
@ 0 "" 2
	.arm
	.syntax unified
	cmp	r0, ip
	beq	.L17
	mov	r0, r6
	bl	give_up
.L17:
	sub	r10, r10, #1
	add	r9, r9, #12
	b	.L11
.L13:
	strb	fp, [r3], #1
	b	.L12
.L15:
	str	fp, [r3], #4
	b	.L14
.L23:
	cmp	r1, #3
	ldreq	r3, [r2, #-4]
	beq	.L22
	cmp	r1, #5
	ldreq	r10, [r2, #-4]
.L22:
	add	r2, r2, #8
	b	.L20
.L26:
	ldr	r2, [r3, #-32]
	sub	r10, r10, #1
	cmp	r2, #2
	ldreq	r2, [r6, #20]
	ldreq	r1, [r3, #-24]
	streq	r1, [r6, r2]
	b	.L38
.L32:
	cmp	r3, #3
	ldreq	r3, [r6, #12]
	beq	.L40
	cmp	r3, #5
	ldreq	r3, [r6, #16]
	beq	.L39
	cmp	r3, #7
	ldreq	r3, [r6]
	beq	.L40
	cmp	r3, #9
	bne	.L29
	ldr	r3, [r6, #8]
.L40:
	add	r3, r6, r3
.L39:
	str	r3, [r8, #-4]
.L29:
	add	r8, r8, #8
	b	.L27
	.size	enter, .-enter
	.balign 16
table:
