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
	ldr	r1, [r0, #28]
	push	{r4, r5, r7, lr}
	mov	r0, #2
	add	r1, r3, r1
	ldr	r2, [r3, #32]
	mov	r7, #4
	mov	r3, #0
	mov	r4, r3
	mov	r5, r3
	.syntax divided
@ 221 "enter_cpu.h" 1
	svc #0
@ 0 "" 2
	.arm
	.syntax unified
	mov	r7, #248
	mov	r1, r3
	mov	r2, r3
	mov	r0, #127
	.syntax divided
@ 221 "enter_cpu.h" 1
	svc #0
@ 0 "" 2
	.arm
	.syntax unified
	pop	{r4, r5, r7, pc}
	.size	give_up, .-give_up
	.align	2
	.syntax unified
	.arm
	.type	clear, %function
clear:
	@ args = 4, pretend = 0, frame = 0
	@ frame_needed = 0, uses_anonymous_args = 0
	push	{r4, r5, r7, lr}
	sub	r3, r3, #1
	rsb	r4, r1, #0
	sub	lr, r1, #1
	mov	ip, r0
	add	r1, r3, r1
	mov	r0, r2
	ldr	r2, [sp, #16]
	add	lr, lr, r0
	add	r1, r1, r0
	and	lr, lr, r4
	and	r1, r1, r4
	mov	r4, #0
.L4:
	ands	r3, r0, #3
	movne	r3, #1
	cmp	r0, lr
	moveq	r3, #0
	andne	r3, r3, #1
	cmp	r3, #0
	bne	.L5
.L6:
	cmp	r0, lr
	bne	.L7
	cmp	r0, r1
	popeq	{r4, r5, r7, pc}
	sub	r1, r1, r0
	mov	r7, #192
	mov	r3, #50
	mvn	r4, #0
	mov	r5, #0
	.syntax divided
@ 221 "enter_cpu.h" 1
	svc #0
@ 0 "" 2
	.arm
	.syntax unified
	cmn	r0, #4096
	popls	{r4, r5, r7, pc}
	pop	{r4, r5, r7, lr}
	mov	r0, ip
	b	give_up
.L5:
	strb	r4, [r0], #1
	b	.L4
.L7:
	str	r3, [r0], #4
	b	.L6
	.size	clear, .-clear
	.align	2
	.syntax unified
	.arm
	.type	map_loader, %function
map_loader:
	@ args = 0, pretend = 0, frame = 2072
	@ frame_needed = 0, uses_anonymous_args = 0
	push	{r4, r5, r6, r7, r8, r9, r10, fp, lr}
	mov	r8, r0
	mov	r3, #0
	sub	sp, sp, #2080
	mov	r4, r3
	sub	sp, sp, #4
	mov	r5, r3
	movw	r7, #322
	str	r1, [sp, #20]
	ldr	r1, [r0]
	mvn	r0, #99
	str	r2, [sp, #24]
	mov	r2, #524288
	add	r1, r8, r1
	.syntax divided
@ 221 "enter_cpu.h" 1
	svc #0
@ 0 "" 2
	.arm
	.syntax unified
	cmn	r0, #4096
	str	r0, [sp, #8]
	bls	.L13
.L15:
	mov	r0, r8
	bl	give_up
.L14:
	ldr	r9, [sp, #60]
	add	r3, sp, #32
	ldr	r2, [sp, #20]
	mvn	r10, #0
	ldrh	lr, [sp, #76]
	add	r9, r3, r9
	rsb	r0, r2, #0
	mov	r3, #0
	mov	r1, r3
.L16:
	cmp	lr, r3
	bne	.L19
	ldr	r3, [sp, #20]
	mov	r7, #192
	mvn	r4, #0
	sub	r3, r3, #1
	str	r3, [sp, #12]
	add	r1, r1, r3
	mov	r3, #34
	and	r1, r1, r0
	mov	r0, #0
	sub	r1, r1, r10
	mov	r2, r0
	mov	r5, r0
	.syntax divided
@ 221 "enter_cpu.h" 1
	svc #0
@ 0 "" 2
	.arm
	.syntax unified
	mov	r6, r0
	cmn	r0, #4096
	bls	.L20
	mov	r0, r8
	bl	give_up
.L20:
	sub	r3, r6, r10
	mov	fp, #0
	str	r3, [sp, #16]
.L21:
	ldrh	r3, [sp, #76]
	cmp	r3, fp
	bne	.L28
	mov	r1, #0
	ldr	r0, [sp, #8]
	mov	r2, r1
	mov	r3, r1
	mov	r4, r1
	mov	r5, r1
	mov	r7, #6
	.syntax divided
@ 221 "enter_cpu.h" 1
	svc #0
@ 0 "" 2
	.arm
	.syntax unified
	ldr	r2, [sp, #16]
	ldr	r3, [sp, #56]
	ldr	r0, [sp, #16]
	add	r3, r3, r2
	ldr	r2, [sp, #24]
	str	r3, [r2]
	add	sp, sp, #2080
	add	sp, sp, #4
	@ sp needed
	pop	{r4, r5, r6, r7, r8, r9, r10, fp, pc}
.L13:
	add	r1, sp, #32
	mov	r7, #3
	mov	r2, #2048
	.syntax divided
@ 221 "enter_cpu.h" 1
	svc #0
@ 0 "" 2
	.arm
	.syntax unified
	ldr	r3, .L30
	sub	r2, r0, #52
	cmp	r2, r3
	bhi	.L15
	ldr	r3, [sp, #60]
	cmp	r3, r0
	bhi	.L15
	ldrh	r2, [sp, #76]
	sub	r0, r0, r3
	cmp	r0, r2, lsl #5
	bcc	.L15
	b	.L14
.L19:
	ldr	r2, [r9, r3, lsl #5]
	add	ip, r9, r3, lsl #5
	cmp	r2, #1
	bne	.L17
	ldr	r2, [ip, #8]
	ldr	ip, [ip, #20]
	cmp	r2, r10
	andcc	r10, r2, r0
	add	r2, r2, ip
	cmp	r1, r2
	movcc	r1, r2
.L17:
	add	r3, r3, #1
	b	.L16
.L28:
	ldr	r3, [r9, fp, lsl #5]
	add	r10, r9, fp, lsl #5
	cmp	r3, #1
	bne	.L23
	ldr	r3, [r10, #8]
	ldr	r2, [sp, #16]
	add	r6, r2, r3
	ldr	r3, [r10, #24]
	and	r1, r3, #2
	ubfx	r2, r3, #2, #1
	lsl	r3, r3, #2
	and	r3, r3, #4
	orr	r2, r2, r1
	orr	r2, r2, r3
	ldr	r3, [r10, #16]
	cmp	r3, #0
	beq	.L25
	ldr	r1, [sp, #12]
	mov	r7, #192
	ldr	r5, [r10, #4]
	and	r1, r6, r1
	ldr	r0, [sp, #12]
	sub	r5, r5, r1
	ldr	r4, [sp, #8]
	add	r1, r3, r1
	bic	r0, r6, r0
	lsr	r5, r5, #12
	mov	r3, #18
	.syntax divided
@ 221 "enter_cpu.h" 1
	svc #0
@ 0 "" 2
	.arm
	.syntax unified
	cmn	r0, #4096
	bls	.L25
	mov	r0, r8
	str	r2, [sp, #28]
	bl	give_up
	ldr	r2, [sp, #28]
.L25:
	ldr	r3, [r10, #20]
	ldr	r1, [r10, #16]
	cmp	r3, r1
	bls	.L23
	sub	r3, r3, r1
	str	r2, [sp]
	mov	r0, r8
	add	r2, r1, r6
	ldr	r1, [sp, #20]
	bl	clear
.L23:
	add	fp, fp, #1
	b	.L21
.L31:
	.align	2
.L30:
	.word	-4148
	.size	map_loader, .-map_loader
	.align	2
	.syntax unified
	.arm
	.type	enter, %function
enter:
	@ args = 0, pretend = 0, frame = 24
	@ frame_needed = 0, uses_anonymous_args = 0
	ldr	r3, [r0]
	push	{r4, r5, r6, r7, r8, r9, r10, fp, lr}
	mov	r6, r1
	add	r3, r3, #2
	sub	sp, sp, #36
	add	r0, r0, r3, lsl #2
.L33:
	ldr	r2, [r0]
	mov	r3, r0
	add	r0, r0, #4
	cmp	r2, #0
	bne	.L33
	add	fp, r3, #12
	mov	r8, #4096
	mov	r3, fp
.L34:
	ldr	r2, [r3, #-8]
	cmp	r2, #0
	bne	.L36
	add	r3, r6, #56
	str	r3, [sp, #16]
	ldr	r3, [r6, #48]
	add	r9, r6, #68
	str	r3, [sp, #8]
	mov	r10, r3
	rsb	r3, r8, #0
	str	r3, [sp, #12]
	sub	r3, r8, #1
	str	r3, [sp, #20]
.L37:
	cmp	r10, #0
	bne	.L39
	ldr	r2, [sp, #16]
	mov	r3, #12
	ldr	r1, [sp, #8]
	ldr	r9, [r6, #52]
	mla	r4, r3, r1, r2
.L40:
	add	r4, r4, #12
	cmp	r9, #0
	bne	.L41
	ldr	lr, [r6, #36]
	mov	r10, r9
	ldr	ip, [r6, #40]
	mov	r2, r9
	ldr	r3, [r6, #44]
	sub	lr, r6, lr
	add	ip, r6, ip
	add	r3, ip, r3, lsl #2
	str	r3, [sp, #12]
	lsl	r3, r8, #1
	str	r3, [sp, #20]
	rsb	r3, r8, #0
	str	r3, [sp, #8]
.L42:
	ldr	r3, [sp, #12]
	cmp	r3, ip
	bne	.L55
	mov	r2, fp
	mov	r3, #0
.L56:
	ldr	r1, [r2, #-8]
	cmp	r1, #0
	bne	.L59
.L76:
	add	r3, r3, #32
	cmp	r9, #0
	bne	.L62
	ldmib	r6, {r0, r3}
	add	r3, r6, r3
	str	r3, [sp, #28]
	ldr	r3, [r6]
	cmp	r3, #0
	addeq	r0, r6, r0
	beq	.L65
	add	r2, sp, #28
	mov	r1, r8
	mov	r0, r6
	bl	map_loader
.L65:
	ldr	r3, [fp, #-8]
	cmp	r3, #0
	bne	.L70
	ldr	r0, [sp, #28]
	add	sp, sp, #36
	@ sp needed
	pop	{r4, r5, r6, r7, r8, r9, r10, fp, pc}
.L36:
	cmp	r2, #6
	add	r3, r3, #8
	ldreq	r8, [r3, #-12]
	b	.L34
.L39:
	ldr	r3, [r9, #-12]
	mov	r7, #125
	ldr	r2, [sp, #12]
	add	r3, r6, r3
	ldr	r1, [r9, #-8]
	and	r0, r3, r2
	ldr	r2, [sp, #20]
	add	r1, r2, r1
	ldr	r2, [r9, #-4]
	add	r1, r1, r3
	ldr	r3, [sp, #12]
	and	r1, r1, r3
	mov	r3, #0
	sub	r1, r1, r0
	mov	r4, r3
	mov	r5, r3
	.syntax divided
@ 221 "enter_cpu.h" 1
	svc #0
@ 0 "" 2
	.arm
	.syntax unified
	cmn	r0, #4096
	bls	.L38
	mov	r0, r6
	bl	give_up
.L38:
	sub	r10, r10, #1
	add	r9, r9, #12
	b	.L37
.L41:
	ldr	r3, [r4, #-4]
	mov	r1, r8
	ldr	r2, [r4, #-12]
	mov	r0, r6
	str	r3, [sp]
	sub	r9, r9, #1
	add	r2, r6, r2
	ldr	r3, [r4, #-8]
	bl	clear
	b	.L40
.L55:
	ldr	r3, [ip]
	tst	r3, #1
	bne	.L43
	add	r3, lr, r3
	str	r3, [sp, #16]
	cmp	r3, r10
	addcs	r1, ip, #4
	ldrcs	r2, [sp, #8]
	andcs	r0, r3, r2
	bcs	.L45
.L44:
	ldr	r2, [sp, #16]
	ldr	r1, [sp, #16]
	ldr	r3, [r2], #4
	add	r3, r3, lr
	str	r3, [r1]
.L51:
	add	ip, ip, #4
	b	.L42
.L49:
	ldr	r2, [r1], #4
	tst	r2, #1
	addne	r2, r3, #124
	bne	.L47
	ldr	r4, [sp, #20]
	add	r2, lr, r2
	ldr	r5, [sp, #8]
	add	r4, r3, r4
	and	r4, r4, r5
	cmp	r2, r4
	bcs	.L48
.L47:
	mov	r3, r2
.L45:
	ldr	r2, [sp, #12]
	cmp	r2, r1
	bne	.L49
.L48:
	ldr	r2, [sp, #8]
	add	r3, r8, r3
	and	r10, r3, r2
	sub	r1, r10, r0
	cmp	r8, r1
	bcs	.L44
	mov	r3, #0
	mov	r7, #220
	mov	r4, r3
	mov	r5, r3
	mov	r2, #23
	.syntax divided
@ 221 "enter_cpu.h" 1
	svc #0
@ 0 "" 2
	.arm
	.syntax unified
	b	.L44
.L43:
	lsr	r3, r3, #1
	mov	r1, r2
.L52:
	cmp	r3, #0
	addeq	r2, r2, #124
	beq	.L51
.L54:
	tst	r3, #1
	add	r1, r1, #4
	lsr	r3, r3, #1
	ldrne	r0, [r1, #-4]
	addne	r0, r0, lr
	strne	r0, [r1, #-4]
	b	.L52
.L59:
	cmp	r1, #3
	ldreq	r3, [r2, #-4]
	beq	.L58
	cmp	r1, #5
	ldreq	r9, [r2, #-4]
.L58:
	add	r2, r2, #8
	b	.L56
.L62:
	ldr	r2, [r3, #-32]
	sub	r9, r9, #1
	cmp	r2, #2
	ldreq	r2, [r6, #24]
	ldreq	r1, [r3, #-24]
	streq	r1, [r6, r2]
	b	.L76
.L70:
	cmp	r3, #3
	ldreq	r3, [r6, #16]
	beq	.L78
	cmp	r3, #5
	ldreq	r3, [r6, #20]
	beq	.L77
	cmp	r3, #7
	streq	r0, [fp, #-4]
	beq	.L67
	cmp	r3, #9
	bne	.L67
	ldr	r3, [r6, #12]
.L78:
	add	r3, r6, r3
.L77:
	str	r3, [fp, #-4]
.L67:
	add	fp, fp, #8
	b	.L65
	.size	enter, .-enter
	.balign 16
table:
