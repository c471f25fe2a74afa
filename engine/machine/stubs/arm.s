# arm: start.c and cpu.h, compiled by make-listing and GCC 12; arm.inc has it assembled.
	.arch armv7-a
	.fpu softvfp
	.text
	.syntax divided
	.text
	.type start, %function
start:
	mov ip, sp
	push {r0-r5, ip, lr}
	ldr r0, [ip]
	add r1, ip, #4
	add r2, r1, r0, lsl #2
	add r2, r2, #4
	bl run
	adr ip, table_distance
	ldr lr, [ip]
	add ip, ip, lr
	ldr lr, [ip]
	add ip, ip, lr
	str ip, [sp, #24]
	pop {r0-r5, ip, lr}
	bx ip
table_distance:
	.word table - table_distance

	.arm
	.syntax unified
	.align	2
	.syntax unified
	.arm
	.type	run, %function
run:
	@ args = 0, pretend = 0, frame = 8
	@ frame_needed = 0, uses_anonymous_args = 0
	push	{r0, r1, r2, r4, r5, r6, r7, r8, r9, r10, fp, lr}
	mov	r6, r1
	.syntax divided
@ 223 "cpu.h" 1
	adr r4, table_distance
	ldr r3, [r4]
@ 0 "" 2
	.arm
	.syntax unified
	mov	r5, r2
	add	r4, r4, r3
	mov	r3, r2
	str	r0, [sp]
.L2:
	ldr	r8, [r3]
	mov	ip, r3
	add	r3, r3, #4
	cmp	r8, #0
	bne	.L2
	ldr	lr, [r4, #4]
	cmp	lr, #0
	addeq	r3, ip, #12
	moveq	lr, #4096
	beq	.L4
.L3:
	mov	r9, r4
	rsb	lr, lr, #0
	mov	r10, #0
.L7:
	ldr	r3, [r4, #8]
	cmp	r10, r3
	bne	.L9
	ldr	r2, [r4, #24]
	cmp	r2, #0
	addne	r1, ip, #12
	movne	lr, #0
	movne	r9, lr
	bne	.L11
.L10:
	add	r3, r4, r3, lsl #3
	ldr	r9, [r4, #12]
	add	r7, r3, #36
.L23:
	cmp	r9, #0
	bne	.L27
	add	sp, sp, #12
	@ sp needed
	pop	{r4, r5, r6, r7, r8, r9, r10, fp, pc}
.L6:
	cmp	r2, #6
	add	r3, r3, #8
	ldreq	lr, [r3, #-12]
.L4:
	ldr	r2, [r3, #-8]
	cmp	r2, #0
	bne	.L6
	b	.L3
.L9:
	ldr	r0, [r9, #28]
	ldr	r1, [r9, #32]
	add	r0, r4, r0
	add	r1, r0, r1
	and	r0, r0, lr
	and	r1, r1, lr
	cmp	r1, r0
	beq	.L8
	mov	r7, #125
	sub	r1, r1, r0
	mov	r2, #1
	.syntax divided
@ 231 "cpu.h" 1
	svc #0
@ 0 "" 2
	.arm
	.syntax unified
.L8:
	add	r10, r10, #1
	add	r9, r9, #8
	b	.L7
.L14:
	cmp	r0, #3
	ldreq	lr, [r1, #-4]
	beq	.L13
	cmp	r0, #5
	ldreq	r9, [r1, #-4]
.L13:
	add	r1, r1, #8
.L11:
	ldr	r0, [r1, #-8]
	cmp	r0, #0
	bne	.L14
	ldr	r1, [r4, #20]
	mov	ip, r0
	add	fp, lr, #8
	sub	r1, r4, r1
	str	r1, [sp, #4]
	mov	r1, r0
.L15:
	cmp	lr, #0
	cmpne	r0, r9
	bne	.L18
	eor	ip, ip, #1
	cmp	r1, #0
	orreq	ip, ip, #1
	cmp	ip, #0
	addeq	r0, r1, #8
	bne	.L10
.L19:
	ldr	ip, [r0, #-8]
	cmp	ip, #0
	bne	.L21
	cmp	r8, #0
	beq	.L10
	ldr	r0, [r8, #4]
	cmp	r0, #0
	beq	.L10
	ldr	ip, [r0, #8]
	cmp	ip, r1
	bne	.L10
	ldr	r1, [r0, #20]
	cmp	r0, r1
	bne	.L10
	ldr	r1, [r0, #24]
	cmp	r1, #0
	bne	.L10
	ldr	r1, [r0, #28]
	cmp	r1, #0
	beq	.L10
.L22:
	mov	r0, r1
	ldr	r1, [r1, #4]
	cmp	r1, #0
	bne	.L22
	add	r2, r4, r2
	str	r2, [r0, #4]
	b	.L10
.L18:
	ldr	r10, [sp, #4]
	ldr	r7, [fp, r0, lsl #5]
	add	r7, r10, r7
	ldr	r10, [lr, r0, lsl #5]
	cmp	r10, #2
	moveq	r1, r7
	beq	.L17
	cmp	r10, #6
	subeq	ip, lr, r7
	clzeq	ip, ip
	lsreq	ip, ip, #5
.L17:
	add	r0, r0, #1
	b	.L15
.L21:
	cmp	ip, #21
	add	r0, r0, #8
	ldreq	r8, [r0, #-12]
	b	.L19
.L27:
	ldr	r10, [r7, #-8]
	ldr	r3, [r7, #-4]
	add	r10, r4, r10
	cmp	r3, #0
	bne	.L24
	ldr	r0, [sp]
	mov	r2, r5
	mov	r1, r6
	blx	r10
.L24:
	mov	r8, #0
.L25:
	ldr	r3, [r7, #-4]
	cmp	r3, r8
	subeq	r9, r9, #1
	addeq	r7, r7, #8
	beq	.L23
.L26:
	ldr	r3, [r10, r8, lsl #2]
	mov	r2, r5
	ldr	r0, [sp]
	mov	r1, r6
	add	r8, r8, #1
	blx	r3
	b	.L25
	.size	run, .-run
	.align	2
	.syntax unified
	.arm
	.type	fini, %function
fini:
	@ args = 0, pretend = 0, frame = 0
	@ frame_needed = 0, uses_anonymous_args = 0
	push	{r4, r5, r6, r7, r8, lr}
	.syntax divided
@ 223 "cpu.h" 1
	adr r5, table_distance
	ldr r3, [r5]
@ 0 "" 2
	.arm
	.syntax unified
	add	r5, r5, r3
	ldr	r4, [r5, #8]
	ldr	r3, [r5, #12]
	ldr	r8, [r5, #16]
	add	r4, r4, r3
	add	r4, r5, r4, lsl #3
	add	r4, r4, #36
.L44:
	cmp	r8, #0
	popeq	{r4, r5, r6, r7, r8, pc}
	ldr	r7, [r4, #-8]
	ldr	r3, [r4, #-4]
	add	r7, r5, r7
	cmp	r3, #0
	bne	.L45
	blx	r7
.L45:
	ldr	r6, [r4, #-4]
.L51:
	subs	r6, r6, #1
	subcc	r8, r8, #1
	addcc	r4, r4, #8
	bcc	.L44
.L47:
	ldr	r3, [r7, r6, lsl #2]
	blx	r3
	b	.L51
	.size	fini, .-fini
	.align	2
	.syntax unified
	.arm
	.type	report, %function
report:
	@ Volatile: function does not return.
	@ args = 0, pretend = 0, frame = 0
	@ frame_needed = 0, uses_anonymous_args = 0
	mov	r1, r0
	push	{r7, lr}
	mov	r2, #0
.L53:
	ldrb	r3, [r1, r2]	@ zero_extendqisi2
	cmp	r3, #0
	bne	.L54
	mov	r7, #4
	mov	r0, #2
	.syntax divided
@ 231 "cpu.h" 1
	svc #0
@ 0 "" 2
	.arm
	.syntax unified
	mov	r7, #248
	mov	r0, #127
	mov	r1, r3
	mov	r2, r3
	.syntax divided
@ 231 "cpu.h" 1
	svc #0
@ 0 "" 2
	.arm
	.syntax unified
	.inst	0xe7f000f0
.L54:
	add	r2, r2, #1
	b	.L53
	.size	report, .-report
	.balign 16
table:
