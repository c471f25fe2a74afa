# mips: start.c, compiled by make-listing and GCC 12; mips.inc has it assembled.
	.section .mdebug.abi32
	.previous
	.nan	legacy
	.module	fp=xx
	.module	nooddspreg
	.module	arch=mips32
	.text
	.text
	.type start, %function
start:
	.set noreorder
	addiu $sp, $sp, -64
	sw $2, 48($sp)
	sw $4, 32($sp)
	sw $5, 36($sp)
	sw $6, 40($sp)
	sw $7, 44($sp)
	lw $4, 64($sp)
	addiu $5, $sp, 68
	sll $6, $4, 2
	addu $6, $6, $5
	bal run
	addiu $6, $6, 4
	bal 1f
	lw $2, 48($sp)
1:	addiu $25, $31, table - 1b
	lw $24, 0($25)
	addu $25, $25, $24
	lw $4, 32($sp)
	lw $5, 36($sp)
	lw $6, 40($sp)
	lw $7, 44($sp)
	jr $25
	addiu $sp, $sp, 64
	.set reorder

	.align	2
	.set	nomips16
	.set	nomicromips
	.ent	run
	.type	run, @function
run:
	.frame	$sp,56,$31		# vars= 0, regs= 10/0, args= 16, gp= 0
	.mask	0xc0ff0000,-4
	.fmask	0x00000000,0
	addiu	$sp,$sp,-56
	sw	$23,44($sp)
	sw	$20,32($sp)
	sw	$17,20($sp)
	sw	$fp,48($sp)
	sw	$22,40($sp)
	sw	$21,36($sp)
	sw	$19,28($sp)
	sw	$18,24($sp)
	sw	$4,56($sp)
	move	$23,$5
	move	$20,$6
	move	$17,$6
	sw	$31,52($sp)
	sw	$16,16($sp)
 # 335 "cpu.h" 1
	.set noreorder
	bal 2f
	nop
2:	addiu $16, $31, table - 2b
	.set reorder
 # 0 "" 2
$L2:
	lw	$21,0($17)
	.set	noreorder
	.set	nomacro
	bne	$21,$0,$L2
	addiu	$17,$17,4
	.set	macro
	.set	reorder

	lw	$19,4($16)
	.set	noreorder
	.set	nomacro
	beq	$19,$0,$L30
	move	$2,$17
	.set	macro
	.set	reorder

	addiu	$22,$16,28
	move	$fp,$0
$L55:
	move	$18,$22
	subu	$19,$0,$19
$L7:
	lw	$5,8($16)
	bne	$fp,$5,$L9
	lw	$6,24($16)
	beq	$6,$0,$L10
	move	$2,$0
	move	$10,$0
	li	$4,3			# 0x3
	li	$7,5			# 0x5
$L11:
	lw	$3,0($17)
	.set	noreorder
	.set	nomacro
	bne	$3,$0,$L14
	move	$12,$2
	.set	macro
	.set	reorder

	lw	$8,20($16)
	.set	noreorder
	.set	nomacro
	bne	$2,$0,$L31
	subu	$8,$16,$8
	.set	macro
	.set	reorder

$L10:
	sll	$5,$5,3
	lw	$21,12($16)
	addu	$18,$18,$5
$L25:
	.set	noreorder
	.set	nomacro
	bne	$21,$0,$L29
	lw	$31,52($sp)
	.set	macro
	.set	reorder

	lw	$fp,48($sp)
	lw	$23,44($sp)
	lw	$22,40($sp)
	lw	$21,36($sp)
	lw	$20,32($sp)
	lw	$19,28($sp)
	lw	$18,24($sp)
	lw	$17,20($sp)
	lw	$16,16($sp)
	.set	noreorder
	.set	nomacro
	jr	$31
	addiu	$sp,$sp,56
	.set	macro
	.set	reorder

$L6:
	bne	$3,$4,$L5
	lw	$19,4($2)
$L5:
	addiu	$2,$2,8
$L3:
	lw	$3,0($2)
	.set	noreorder
	.set	nomacro
	bne	$3,$0,$L6
	addiu	$22,$16,28
	.set	macro
	.set	reorder

	.set	noreorder
	.set	nomacro
	b	$L55
	move	$fp,$0
	.set	macro
	.set	reorder

$L30:
	li	$19,4096			# 0x1000
	.set	noreorder
	.set	nomacro
	b	$L3
	li	$4,6			# 0x6
	.set	macro
	.set	reorder

$L9:
	lw	$4,0($22)
	lw	$5,4($22)
	addu	$4,$16,$4
	addu	$5,$4,$5
	and	$5,$5,$19
	and	$4,$4,$19
	.set	noreorder
	.set	nomacro
	beq	$5,$4,$L8
	li	$2,4125			# 0x101d
	.set	macro
	.set	reorder

	subu	$5,$5,$4
	li	$6,1			# 0x1
 # 347 "cpu.h" 1
	syscall
 # 0 "" 2
$L8:
	addiu	$fp,$fp,1
	.set	noreorder
	.set	nomacro
	b	$L7
	addiu	$22,$22,8
	.set	macro
	.set	reorder

$L14:
	bne	$3,$4,$L12
	lw	$2,4($17)
$L13:
	.set	noreorder
	.set	nomacro
	b	$L11
	addiu	$17,$17,8
	.set	macro
	.set	reorder

$L12:
	bne	$3,$7,$L13
	.set	noreorder
	.set	nomacro
	b	$L13
	lw	$10,4($17)
	.set	macro
	.set	reorder

$L19:
	lw	$4,8($7)
	lw	$11,0($7)
	.set	noreorder
	.set	nomacro
	bne	$11,$13,$L17
	addu	$4,$8,$4
	.set	macro
	.set	reorder

	move	$2,$4
$L18:
	addiu	$3,$3,1
	addiu	$7,$7,32
$L15:
	bne	$3,$10,$L19
	beq	$9,$0,$L10
	beq	$2,$0,$L10
	li	$4,1879048192			# 0x70000000
	addiu	$8,$4,22
	move	$3,$2
	addiu	$4,$4,53
$L20:
	lw	$7,0($3)
	bne	$7,$0,$L23
	beq	$21,$0,$L10
	lw	$3,4($21)
	beq	$3,$0,$L10
	lw	$4,8($3)
	bne	$2,$4,$L10
	lw	$2,20($3)
	bne	$3,$2,$L10
	lw	$2,24($3)
	bne	$2,$0,$L10
	lw	$2,28($3)
	beq	$2,$0,$L10
$L24:
	move	$3,$2
	lw	$2,4($2)
	bne	$2,$0,$L24
	addu	$6,$6,$16
	.set	noreorder
	.set	nomacro
	b	$L10
	sw	$6,4($3)
	.set	macro
	.set	reorder

$L17:
	.set	noreorder
	.set	nomacro
	bne	$11,$14,$L18
	xor	$4,$4,$12
	.set	macro
	.set	reorder

	.set	noreorder
	.set	nomacro
	b	$L18
	sltu	$9,$4,1
	.set	macro
	.set	reorder

$L31:
	move	$7,$2
	move	$9,$0
	move	$2,$0
	li	$13,2			# 0x2
	.set	noreorder
	.set	nomacro
	b	$L15
	li	$14,6			# 0x6
	.set	macro
	.set	reorder

$L23:
	bne	$7,$8,$L21
	lw	$7,4($3)
$L53:
	lw	$21,0($7)
$L22:
	.set	noreorder
	.set	nomacro
	b	$L20
	addiu	$3,$3,8
	.set	macro
	.set	reorder

$L21:
	bne	$7,$4,$L22
	lw	$7,4($3)
	.set	noreorder
	.set	nomacro
	b	$L53
	addu	$7,$3,$7
	.set	macro
	.set	reorder

$L29:
	lw	$19,0($18)
	lw	$2,4($18)
	.set	noreorder
	.set	nomacro
	bne	$2,$0,$L26
	addu	$19,$16,$19
	.set	macro
	.set	reorder

	move	$25,$19
	lw	$4,56($sp)
	move	$6,$20
	.set	noreorder
	.set	nomacro
	jalr	$25
	move	$5,$23
	.set	macro
	.set	reorder

$L26:
	move	$17,$0
$L27:
	lw	$2,4($18)
	bne	$2,$17,$L28
	addiu	$21,$21,-1
	.set	noreorder
	.set	nomacro
	b	$L25
	addiu	$18,$18,8
	.set	macro
	.set	reorder

$L28:
	sll	$2,$17,2
	addu	$2,$2,$19
	lw	$25,0($2)
	lw	$4,56($sp)
	move	$6,$20
	.set	noreorder
	.set	nomacro
	jalr	$25
	move	$5,$23
	.set	macro
	.set	reorder

	.set	noreorder
	.set	nomacro
	b	$L27
	addiu	$17,$17,1
	.set	macro
	.set	reorder

	.end	run
	.size	run, .-run
	.align	2
	.set	nomips16
	.set	nomicromips
	.ent	fini
	.type	fini, @function
fini:
	.frame	$sp,48,$31		# vars= 0, regs= 7/0, args= 16, gp= 0
	.mask	0x803f0000,-4
	.fmask	0x00000000,0
	addiu	$sp,$sp,-48
	sw	$31,44($sp)
	sw	$18,28($sp)
 # 335 "cpu.h" 1
	.set noreorder
	bal 2f
	nop
2:	addiu $18, $31, table - 2b
	.set reorder
 # 0 "" 2
	lw	$2,8($18)
	lw	$3,12($18)
	sw	$20,36($sp)
	addu	$2,$2,$3
	sw	$16,20($sp)
	sll	$2,$2,3
	addiu	$16,$18,28
	lw	$20,16($18)
	sw	$21,40($sp)
	sw	$19,32($sp)
	sw	$17,24($sp)
	addu	$16,$16,$2
	li	$21,-1			# 0xffffffffffffffff
$L57:
	.set	noreorder
	.set	nomacro
	bne	$20,$0,$L61
	lw	$31,44($sp)
	.set	macro
	.set	reorder

	lw	$21,40($sp)
	lw	$20,36($sp)
	lw	$19,32($sp)
	lw	$18,28($sp)
	lw	$17,24($sp)
	lw	$16,20($sp)
	.set	noreorder
	.set	nomacro
	jr	$31
	addiu	$sp,$sp,48
	.set	macro
	.set	reorder

$L61:
	lw	$19,0($16)
	lw	$2,4($16)
	.set	noreorder
	.set	nomacro
	bne	$2,$0,$L58
	addu	$19,$18,$19
	.set	macro
	.set	reorder

	move	$25,$19
	jalr	$25
$L58:
	lw	$17,4($16)
	addiu	$17,$17,-1
$L64:
	.set	noreorder
	.set	nomacro
	bne	$17,$21,$L60
	sll	$2,$17,2
	.set	macro
	.set	reorder

	addiu	$20,$20,-1
	.set	noreorder
	.set	nomacro
	b	$L57
	addiu	$16,$16,8
	.set	macro
	.set	reorder

$L60:
	addu	$2,$2,$19
	lw	$25,0($2)
	.set	noreorder
	.set	nomacro
	jalr	$25
	addiu	$17,$17,-1
	.set	macro
	.set	reorder

	b	$L64
	.end	fini
	.size	fini, .-fini
	.align	2
	.set	nomips16
	.set	nomicromips
	.ent	report
	.type	report, @function
report:
	.frame	$sp,0,$31		# vars= 0, regs= 0/0, args= 0, gp= 0
	.mask	0x00000000,0
	.fmask	0x00000000,0
	move	$5,$4
	move	$6,$0
$L66:
	addu	$2,$5,$6
	lb	$2,0($2)
	.set	noreorder
	.set	nomacro
	bne	$2,$0,$L67
	li	$2,4004			# 0xfa4
	.set	macro
	.set	reorder

	li	$4,2			# 0x2
 # 347 "cpu.h" 1
	syscall
 # 0 "" 2
	li	$2,4246			# 0x1096
	li	$4,127			# 0x7f
	move	$5,$0
	move	$6,$0
 # 347 "cpu.h" 1
	syscall
 # 0 "" 2
	teq	$0,$0
$L67:
	.set	noreorder
	.set	nomacro
	b	$L66
	addiu	$6,$6,1
	.set	macro
	.set	reorder

	.end	report
	.size	report, .-report
	.balign 16
table:
