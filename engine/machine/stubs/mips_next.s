# mips: next.c, compiled by make-listing and GCC 12; mips_next.inc has it assembled.
	.section .mdebug.abi32
	.previous
	.nan	legacy
	.module	fp=xx
	.module	nooddspreg
	.module	arch=mips32
	.text
	.text
	.type dlsym, %function
dlsym:
	.set noreorder
	addiu $2, $4, 1
	bnez $2, 1f
	nop
	addiu $29, $29, -32
	sw $4, 16($29)
	sw $5, 20($29)
	sw $6, 24($29)
	sw $31, 28($29)
	move $4, $5
	move $5, $0
	move $6, $31
	bal 3f
	nop
3:	addiu $7, $31, table - 3b
	bal find
	nop
	lw $4, 16($29)
	lw $5, 20($29)
	lw $6, 24($29)
	lw $31, 28($29)
	bnez $2, 2f
	addiu $29, $29, 32
1:	move $3, $31
	bal 4f
	nop
4:	addiu $24, $31, table - 4b
	lw $25, 0($24)
	move $31, $3
	addu $25, $25, $24
	jr $25
	nop
2:	jr $31
	nop
	.set reorder
	.type dlvsym, %function
dlvsym:
	.set noreorder
	addiu $2, $4, 1
	bnez $2, 1f
	nop
	addiu $29, $29, -32
	sw $4, 16($29)
	sw $5, 20($29)
	sw $6, 24($29)
	sw $31, 28($29)
	move $4, $5
	move $5, $6
	move $6, $31
	bal 3f
	nop
3:	addiu $7, $31, table - 3b
	bal find
	nop
	lw $4, 16($29)
	lw $5, 20($29)
	lw $6, 24($29)
	lw $31, 28($29)
	bnez $2, 2f
	addiu $29, $29, 32
1:	move $3, $31
	bal 4f
	nop
4:	addiu $24, $31, table - 4b
	lw $25, 4($24)
	move $31, $3
	addu $25, $25, $24
	jr $25
	nop
2:	jr $31
	nop
	.set reorder

	.align	2
	.set	nomips16
	.set	nomicromips
	.ent	is_same
	.type	is_same, @function
is_same:
	.frame	$sp,0,$31		# vars= 0, regs= 0/0, args= 0, gp= 0
	.mask	0x00000000,0
	.fmask	0x00000000,0
	.set	noreorder
	.set	nomacro
$L2:
	lb	$3,0($4)
	lb	$2,0($5)
	beq	$2,$3,$L4
	nop

	jr	$31
	move	$2,$0

$L4:
	beq	$2,$0,$L5
	addiu	$4,$4,1

	b	$L2
	addiu	$5,$5,1

$L5:
	jr	$31
	li	$2,1			# 0x1

	.set	macro
	.set	reorder
	.end	is_same
	.size	is_same, .-is_same
	.align	2
	.set	nomips16
	.set	nomicromips
	.ent	hash_of
	.type	hash_of, @function
hash_of:
	.frame	$sp,0,$31		# vars= 0, regs= 0/0, args= 0, gp= 0
	.mask	0x00000000,0
	.fmask	0x00000000,0
	.set	noreorder
	.set	nomacro
	li	$2,5381			# 0x1505
$L7:
	lb	$3,0($4)
	bne	$3,$0,$L8
	sll	$5,$2,5

	jr	$31
	nop

$L8:
	addu	$2,$5,$2
	andi	$3,$3,0x00ff
	addu	$2,$3,$2
	b	$L7
	addiu	$4,$4,1

	.set	macro
	.set	reorder
	.end	hash_of
	.size	hash_of, .-hash_of
	.align	2
	.set	nomips16
	.set	nomicromips
	.ent	part_of
	.type	part_of, @function
part_of:
	.frame	$sp,0,$31		# vars= 0, regs= 0/0, args= 0, gp= 0
	.mask	0x00000000,0
	.fmask	0x00000000,0
	.set	noreorder
	.set	nomacro
	lw	$7,16($4)
	addiu	$6,$4,24
	move	$2,$0
	subu	$5,$5,$4
$L12:
	beq	$7,$2,$L16
	nop

	lw	$3,0($6)
	addiu	$6,$6,8
	lw	$4,-4($6)
	subu	$3,$5,$3
	sltu	$3,$3,$4
	beq	$3,$0,$L14
	nop

$L16:
	jr	$31
	nop

$L14:
	b	$L12
	addiu	$2,$2,1

	.set	macro
	.set	reorder
	.end	part_of
	.size	part_of, .-part_of
	.align	2
	.set	nomips16
	.set	nomicromips
	.ent	exported
	.type	exported, @function
exported:
	.frame	$sp,0,$31		# vars= 0, regs= 0/0, args= 0, gp= 0
	.mask	0x00000000,0
	.fmask	0x00000000,0
	bne	$6,$0,$L18
	lw	$25,0($4)
	addu	$25,$4,$25
	.set	noreorder
	.set	nomacro
	jr	$25
	move	$4,$0
	.set	macro
	.set	reorder

$L18:
	lw	$25,4($4)
	addu	$25,$4,$25
	.set	noreorder
	.set	nomacro
	jr	$25
	move	$4,$0
	.set	macro
	.set	reorder

	.end	exported
	.size	exported, .-exported
	.align	2
	.set	nomips16
	.set	nomicromips
	.ent	value_of
	.type	value_of, @function
value_of:
	.frame	$sp,0,$31		# vars= 0, regs= 0/0, args= 0, gp= 0
	.mask	0x00000000,0
	.fmask	0x00000000,0
	move	$2,$5
	lw	$3,8($2)
	move	$5,$6
	move	$6,$7
	li	$7,3			# 0x3
	.set	noreorder
	.set	nomacro
	bne	$3,$7,$L20
	move	$8,$4
	.set	macro
	.set	reorder

	b	exported
$L20:
	li	$4,1			# 0x1
	.set	noreorder
	.set	nomacro
	beq	$3,$4,$L22
	lw	$2,24($2)
	.set	macro
	.set	reorder

	li	$4,2			# 0x2
	.set	noreorder
	.set	nomacro
	bne	$3,$4,$L22
	addu	$2,$8,$2
	.set	macro
	.set	reorder

	move	$25,$2
	jr	$25
$L22:
	jr	$31
	.end	value_of
	.size	value_of, .-value_of
	.align	2
	.set	nomips16
	.set	nomicromips
	.ent	find
	.type	find, @function
find:
	.frame	$sp,32,$31		# vars= 0, regs= 3/0, args= 16, gp= 0
	.mask	0x80030000,-4
	.fmask	0x00000000,0
	.set	noreorder
	.set	nomacro
	addiu	$sp,$sp,-32
	move	$10,$4
	move	$11,$5
	sw	$16,20($sp)
	move	$5,$6
	move	$16,$7
	move	$4,$7
	sw	$31,28($sp)
	bal	part_of
	sw	$17,24($sp)

	lw	$6,16($16)
	bne	$6,$2,$L24
	move	$4,$10

$L34:
	move	$8,$0
$L50:
	lw	$31,28($sp)
	lw	$17,24($sp)
$L52:
	lw	$16,20($sp)
	move	$2,$8
	jr	$31
	addiu	$sp,$sp,32

$L24:
	bal	hash_of
	move	$17,$2

	lw	$12,20($16)
	sll	$6,$6,3
	addiu	$4,$16,24
	move	$7,$2
	addu	$4,$4,$6
	move	$2,$12
	move	$9,$0
	li	$6,28			# 0x1c
$L27:
	bne	$9,$2,$L28
	subu	$3,$2,$9

	li	$8,28			# 0x1c
	mul	$2,$9,$8
	move	$6,$0
	addu	$8,$2,$4
$L29:
	bne	$9,$12,$L33
	nop

$L37:
	bne	$6,$0,$L50
	move	$8,$0

	move	$6,$11
	move	$5,$10
	bal	exported
	move	$4,$16

	move	$5,$2
	move	$4,$16
	bal	part_of
	move	$8,$2

	lw	$3,16($16)
	beq	$3,$2,$L34
	sltu	$17,$17,$2

	beq	$17,$0,$L34
	lw	$31,28($sp)

	b	$L52
	lw	$17,24($sp)

$L28:
	srl	$3,$3,1
	addu	$3,$3,$9
	mul	$8,$3,$6
	addu	$5,$8,$4
	lw	$5,0($5)
	sltu	$5,$5,$7
	beq	$5,$0,$L38
	nop

	b	$L27
	addiu	$9,$3,1

$L38:
	b	$L27
	move	$2,$3

$L31:
	lw	$4,20($8)
	beq	$4,$0,$L32
	move	$5,$11

	bal	is_same
	addu	$4,$16,$4

	bne	$2,$0,$L51
	lw	$31,28($sp)

$L40:
	li	$6,1			# 0x1
$L30:
	addiu	$9,$9,1
	b	$L29
	addiu	$8,$8,28

$L33:
	lw	$2,0($8)
	bne	$2,$7,$L37
	move	$5,$10

	lw	$4,16($8)
	bal	is_same
	addu	$4,$16,$4

	beq	$2,$0,$L30
	nop

	lw	$2,4($8)
	sltu	$2,$17,$2
	beq	$2,$0,$L40
	nop

	bne	$11,$0,$L31
	nop

	lw	$2,12($8)
	bne	$2,$0,$L30
	li	$6,1			# 0x1

$L32:
	lw	$31,28($sp)
$L51:
	lw	$17,24($sp)
	move	$4,$16
	lw	$16,20($sp)
	move	$7,$11
	move	$6,$10
	move	$5,$8
	b	value_of
	addiu	$sp,$sp,32

	.set	macro
	.set	reorder
	.end	find
	.size	find, .-find
	.balign 16
table:
