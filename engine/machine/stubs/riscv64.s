# riscv64: start.c and cpu.h, compiled by make-listing and GCC 12; riscv64.inc has it assembled.
	.option nopic
	.option norelax
	.attribute arch, "rv64i2p1_m2p0_a2p1_f2p2_d2p2_zicsr2p0_zifencei2p0"
	.attribute unaligned_access, 0
	.attribute stack_align, 16
	.text
	.option norelax
	.text
	.type start, %function
start:
	addi sp, sp, -64
	sd a0, 0(sp)
	sd a1, 8(sp)
	sd a2, 16(sp)
	sd a3, 24(sp)
	sd a4, 32(sp)
	sd a5, 40(sp)
	sd ra, 48(sp)
	ld a0, 64(sp)
	addi a1, sp, 72
	slli a2, a0, 3
	add a2, a2, a1
	addi a2, a2, 8
	jal ra, run
	jal t0, 2f
	.word table - .
2:	lw t1, 0(t0)
	add t0, t0, t1
	ld t1, 0(t0)
	add t0, t0, t1
	ld a0, 0(sp)
	ld a1, 8(sp)
	ld a2, 16(sp)
	ld a3, 24(sp)
	ld a4, 32(sp)
	ld a5, 40(sp)
	ld ra, 48(sp)
	addi sp, sp, 64
	jr t0

	.align	2
	.type	run, @function
run:
	addi	sp,sp,-80
	sd	s2,48(sp)
	sd	s3,40(sp)
	sd	s4,32(sp)
	sd	s0,64(sp)
	sd	ra,72(sp)
# 189 "cpu.h" 1
	jal s0, 3f
	.word table - .
3:	lw a5, 0(s0)
# 0 "" 2
	sd	s1,56(sp)
	add	s0,s0,a5
	sd	s5,24(sp)
	sd	s6,16(sp)
	sd	s7,8(sp)
	mv	s3,a0
	mv	s4,a1
	mv	s2,a2
	mv	a5,a2
.L2:
	ld	t1,0(a5)
	addi	a5,a5,8
	bne	t1,zero,.L2
	ld	a4,8(s0)
	beq	a4,zero,.L29
.L4:
	addi	a6,s0,56
	li	t3,0
	mv	s1,a6
	neg	a4,a4
.L7:
	ld	a2,16(s0)
	bne	t3,a2,.L9
	ld	a1,48(s0)
	beq	a1,zero,.L10
	li	a4,0
	li	t4,0
	li	a0,3
	li	a6,5
.L11:
	ld	a3,0(a5)
	bne	a3,zero,.L14
	ld	a6,40(s0)
	mv	a7,a4
	sub	a6,s0,a6
	bne	a4,zero,.L30
.L10:
	ld	s7,24(s0)
	slli	a2,a2,4
	add	s1,s1,a2
.L24:
	bne	s7,zero,.L28
	ld	ra,72(sp)
	ld	s0,64(sp)
	ld	s1,56(sp)
	ld	s2,48(sp)
	ld	s3,40(sp)
	ld	s4,32(sp)
	ld	s5,24(sp)
	ld	s6,16(sp)
	ld	s7,8(sp)
	addi	sp,sp,80
	jr	ra
.L6:
	bne	a2,a1,.L5
	ld	a4,8(a3)
.L5:
	addi	a3,a3,16
.L3:
	ld	a2,0(a3)
	bne	a2,zero,.L6
	j	.L4
.L29:
	mv	a3,a5
	li	a4,4096
	li	a1,6
	j	.L3
.L9:
	ld	a0,0(a6)
	ld	a1,8(a6)
	add	a3,s0,a0
	add	a1,a3,a1
	and	a1,a1,a4
	and	a0,a3,a4
	beq	a1,a0,.L8
	li	a7,226
	sub	a1,a1,a0
	li	a2,1
# 197 "cpu.h" 1
	ecall
# 0 "" 2
.L8:
	addi	t3,t3,1
	addi	a6,a6,16
	j	.L7
.L14:
	bne	a3,a0,.L12
	ld	a4,8(a5)
.L13:
	addi	a5,a5,16
	j	.L11
.L12:
	bne	a3,a6,.L13
	ld	t4,8(a5)
	j	.L13
.L19:
	ld	a5,16(a0)
	lw	t5,0(a0)
	add	a5,a6,a5
	bne	t5,t6,.L17
	mv	a4,a5
.L18:
	addi	a3,a3,1
	addi	a0,a0,56
.L15:
	bne	a3,t4,.L19
	beq	t3,zero,.L10
	beq	a4,zero,.L10
	mv	a5,a4
	li	a0,21
.L20:
	ld	a3,0(a5)
	bne	a3,zero,.L22
	beq	t1,zero,.L10
	ld	a5,8(t1)
	beq	a5,zero,.L10
	ld	a3,16(a5)
	bne	a4,a3,.L10
	ld	a4,40(a5)
	bne	a5,a4,.L10
	ld	a4,48(a5)
	bne	a4,zero,.L10
	ld	a5,56(a5)
	beq	a5,zero,.L10
.L23:
	mv	a4,a5
	ld	a5,8(a5)
	bne	a5,zero,.L23
	add	a1,s0,a1
	sd	a1,8(a4)
	j	.L10
.L17:
	bne	t5,t0,.L18
	sub	a5,a5,a7
	seqz	t3,a5
	j	.L18
.L30:
	li	a4,0
	mv	a0,a7
	li	t3,0
	li	t6,2
	li	t0,6
	j	.L15
.L22:
	bne	a3,a0,.L21
	ld	t1,8(a5)
.L21:
	addi	a5,a5,16
	j	.L20
.L28:
	ld	s6,0(s1)
	ld	a5,8(s1)
	add	s6,s0,s6
	bne	a5,zero,.L25
	mv	a2,s2
	mv	a1,s4
	mv	a0,s3
	jalr	s6
.L25:
	li	s5,0
.L26:
	ld	a5,8(s1)
	bne	a5,s5,.L27
	addi	s7,s7,-1
	addi	s1,s1,16
	j	.L24
.L27:
	slli	a5,s5,3
	add	a5,a5,s6
	ld	a5,0(a5)
	mv	a2,s2
	mv	a1,s4
	mv	a0,s3
	jalr	a5
	addi	s5,s5,1
	j	.L26
	.size	run, .-run
	.align	2
	.type	fini, @function
fini:
	addi	sp,sp,-64
	sd	s1,40(sp)
# 189 "cpu.h" 1
	jal s1, 3f
	.word table - .
3:	lw a5, 0(s1)
# 0 "" 2
	add	s1,s1,a5
	ld	a5,16(s1)
	ld	a4,24(s1)
	sd	s4,16(sp)
	ld	s4,32(s1)
	add	a5,a5,a4
	sd	s0,48(sp)
	slli	a5,a5,4
	addi	s0,s1,56
	sd	s5,8(sp)
	sd	ra,56(sp)
	sd	s2,32(sp)
	sd	s3,24(sp)
	add	s0,s0,a5
	li	s5,-1
.L53:
	bne	s4,zero,.L57
	ld	ra,56(sp)
	ld	s0,48(sp)
	ld	s1,40(sp)
	ld	s2,32(sp)
	ld	s3,24(sp)
	ld	s4,16(sp)
	ld	s5,8(sp)
	addi	sp,sp,64
	jr	ra
.L57:
	ld	s3,0(s0)
	ld	a5,8(s0)
	add	s3,s1,s3
	bne	a5,zero,.L54
	jalr	s3
.L54:
	ld	s2,8(s0)
.L59:
	addi	s2,s2,-1
	bne	s2,s5,.L56
	addi	s4,s4,-1
	addi	s0,s0,16
	j	.L53
.L56:
	slli	a5,s2,3
	add	a5,a5,s3
	ld	a5,0(a5)
	jalr	a5
	j	.L59
	.size	fini, .-fini
	.align	2
	.type	report, @function
report:
	mv	a1,a0
	li	a2,0
.L61:
	add	a5,a1,a2
	lbu	a5,0(a5)
	bne	a5,zero,.L62
	li	a7,64
	li	a0,2
# 197 "cpu.h" 1
	ecall
# 0 "" 2
	li	a7,94
	li	a0,127
	li	a1,0
	li	a2,0
# 197 "cpu.h" 1
	ecall
# 0 "" 2
	ebreak
.L62:
	addi	a2,a2,1
	j	.L61
	.size	report, .-report
	.balign 16
table:
