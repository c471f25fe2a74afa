# x86_64: level.c, compiled by make-listing and GCC 12; x86_64_level.inc has it assembled.
	.text
	.text
	.type start, %function
start:
	lea table(%rip), %rdi
	call check
	jmp *%rax

	.type	check, @function
check:
	movq	%rdi, %r8
	pushq	%rbx
	addq	$40, %rdi
	xorl	%r9d, %r9d
	movq	32(%r8), %r10
.L2:
	testq	%r10, %r10
	je	.L16
	movq	(%rdi), %rax
	movl	%r9d, %ecx
# 56 "level.c" 1
	cpuid
# 0 "" 2
	movq	32(%rdi), %rsi
	testq	%rsi, %rsi
	je	.L3
	addq	%r8, %rsi
	movl	$1, (%rsi)
	movl	%eax, 4(%rsi)
	movl	%ebx, 8(%rsi)
	movl	%ecx, 12(%rsi)
	movl	%edx, 16(%rsi)
.L3:
	notl	%ebx
	notl	%ecx
	andq	8(%rdi), %rbx
	andq	16(%rdi), %rcx
	orq	%rcx, %rbx
	notl	%edx
	andq	24(%rdi), %rdx
	orq	%rdx, %rbx
	je	.L4
.L7:
	movq	8(%r8), %rsi
	movq	16(%r8), %rdx
	movl	$1, %eax
	movl	$2, %edi
	addq	%r8, %rsi
# 48 "level.c" 1
	syscall
# 0 "" 2
	xorl	%edx, %edx
	movl	$231, %eax
	movl	$127, %edi
	movq	%rdx, %rsi
# 48 "level.c" 1
	syscall
# 0 "" 2
	jmp	.L5
.L4:
	decq	%r10
	addq	$40, %rdi
	jmp	.L2
.L16:
	movq	24(%r8), %rsi
	testq	%rsi, %rsi
	je	.L5
	xorl	%ecx, %ecx
# 64 "level.c" 1
	xgetbv
# 0 "" 2
	movl	%eax, %eax
	notq	%rax
	testq	%rsi, %rax
	jne	.L7
.L5:
	movq	(%r8), %rax
	popq	%rbx
	addq	%r8, %rax
	ret
	.size	check, .-check
	.balign 16
table:
