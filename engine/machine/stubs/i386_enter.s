# i386: enter.c, compiled by make-listing and GCC 12; i386_enter.inc has it assembled.
	.text
	.text
	.type start, %function
start:
	mov %esp, %eax
	call 1f
1:	popl %edx
	addl $(table - 1b), %edx
	subl $20, %esp
	pushl %edx
	pushl %eax
	call enter
	addl $28, %esp
	jmp *%eax

	.type	give_up, @function
give_up:
	pushl	%edi
	pushl	%esi
	xorl	%esi, %esi
	pushl	%ebx
	movl	16(%esp), %eax
	movl	$2, %ebx
	movl	%esi, %edi
	movl	24(%eax), %ecx
	movl	28(%eax), %edx
	addl	%eax, %ecx
	movl	$4, %eax
# 173 "enter_cpu.h" 1
	pushl $0
	pushl %ebp
	movl 4(%esp), %ebp
	int $0x80
	popl %ebp
	addl $4, %esp
# 0 "" 2
	movl	$252, %eax
	movl	$127, %ebx
	movl	%esi, %ecx
	movl	%esi, %edx
# 173 "enter_cpu.h" 1
	pushl $0
	pushl %ebp
	movl 4(%esp), %ebp
	int $0x80
	popl %ebp
	addl $4, %esp
# 0 "" 2
	popl	%ebx
	popl	%esi
	popl	%edi
	ret
	.size	give_up, .-give_up
	.type	enter, @function
enter:
	pushl	%ebp
	pushl	%edi
	pushl	%esi
	pushl	%ebx
	subl	$24, %esp
	movl	44(%esp), %eax
	movl	48(%esp), %ebp
	movl	(%eax), %edx
	leal	8(%eax,%edx,4), %eax
	movl	%eax, (%esp)
.L4:
	movl	(%esp), %eax
	addl	$4, (%esp)
	movl	(%eax), %eax
	testl	%eax, %eax
	jne	.L4
	movl	$4096, 8(%esp)
	movl	(%esp), %eax
.L5:
	movl	(%eax), %edx
	testl	%edx, %edx
	je	.L46
	cmpl	$6, %edx
	jne	.L6
	movl	4(%eax), %esi
	movl	%esi, 8(%esp)
.L6:
	addl	$8, %eax
	jmp	.L5
.L46:
	leal	40(%ebp), %eax
	movl	%eax, 20(%esp)
	movl	32(%ebp), %eax
	movl	%eax, 12(%esp)
	movl	%eax, 16(%esp)
	leal	40(%ebp), %eax
	movl	%eax, 4(%esp)
.L8:
	cmpl	$0, 16(%esp)
	je	.L47
	movl	4(%esp), %esi
	movl	4(%esp), %eax
	movl	8(%esp), %edi
	movl	(%eax), %edx
	movl	4(%esi), %ecx
	movl	8(%esp), %eax
	addl	%ebp, %edx
	leal	-1(%edi,%ecx), %ecx
	negl	%eax
	addl	%edx, %ecx
	movl	%edx, %ebx
	movl	8(%esi), %edx
	andl	%eax, %ebx
	andl	%eax, %ecx
	xorl	%esi, %esi
	movl	$125, %eax
	subl	%ebx, %ecx
	movl	%esi, %edi
# 173 "enter_cpu.h" 1
	pushl $0
	pushl %ebp
	movl 4(%esp), %ebp
	int $0x80
	popl %ebp
	addl $4, %esp
# 0 "" 2
	testl	%eax, %eax
	je	.L9
	pushl	%ebp
	call	give_up
	popl	%ebx
.L9:
	decl	16(%esp)
	addl	$12, 4(%esp)
	jmp	.L8
.L47:
	imull	$12, 12(%esp), %eax
	movl	20(%esp), %esi
	addl	%eax, %esi
	movl	36(%ebp), %eax
	movl	%esi, 12(%esp)
	movl	%eax, 4(%esp)
.L11:
	cmpl	$0, 4(%esp)
	je	.L48
	movl	12(%esp), %esi
	movl	8(%esp), %edi
	movl	(%esi), %eax
	leal	-1(%edi), %edx
	movl	%edi, %ecx
	negl	%ecx
	addl	%ebp, %eax
	leal	(%edx,%eax), %ebx
	addl	4(%esi), %edx
	addl	%eax, %edx
	andl	%ecx, %ebx
	andl	%ecx, %edx
.L12:
	testb	$3, %al
	je	.L15
	cmpl	%eax, %ebx
	je	.L42
	movb	$0, (%eax)
	incl	%eax
	jmp	.L12
.L15:
	cmpl	%eax, %ebx
	je	.L42
	xorl	%ecx, %ecx
	addl	$4, %eax
	movl	%ecx, -4(%eax)
	jmp	.L15
.L42:
	cmpl	%ebx, %edx
	je	.L18
	movl	12(%esp), %eax
	movl	%edx, %ecx
	movl	$50, %esi
	orl	$-1, %edi
	subl	%ebx, %ecx
	movl	8(%eax), %edx
	movl	$192, %eax
# 173 "enter_cpu.h" 1
	pushl $0
	pushl %ebp
	movl 4(%esp), %ebp
	int $0x80
	popl %ebp
	addl $4, %esp
# 0 "" 2
	cmpl	%ebx, %eax
	je	.L18
	pushl	%ebp
	call	give_up
	popl	%eax
.L18:
	decl	4(%esp)
	addl	$12, 12(%esp)
	jmp	.L11
.L48:
	movl	(%esp), %edx
	xorl	%eax, %eax
.L21:
	movl	(%edx), %ecx
	testl	%ecx, %ecx
	je	.L25
	cmpl	$3, %ecx
	jne	.L22
	movl	4(%edx), %eax
	jmp	.L23
.L22:
	cmpl	$5, %ecx
	jne	.L23
	movl	4(%edx), %edi
	movl	%edi, 4(%esp)
.L23:
	addl	$8, %edx
	jmp	.L21
.L27:
	cmpl	$2, (%eax)
	jne	.L26
	movl	8(%eax), %ecx
	movl	20(%ebp), %edx
	movl	%ecx, 0(%ebp,%edx)
.L26:
	decl	4(%esp)
	addl	$32, %eax
.L25:
	cmpl	$0, 4(%esp)
	jne	.L27
	jmp	.L28
.L29:
	cmpl	$5, %eax
	jne	.L31
	movl	16(%ebp), %eax
	movl	(%esp), %edi
	movl	%eax, 4(%edi)
.L30:
	addl	$8, (%esp)
.L28:
	movl	(%esp), %eax
	movl	(%eax), %eax
	testl	%eax, %eax
	je	.L49
	cmpl	$3, %eax
	jne	.L29
	movl	12(%ebp), %eax
	addl	%ebp, %eax
	jmp	.L44
.L31:
	cmpl	$7, %eax
	jne	.L32
	movl	0(%ebp), %eax
	movl	(%esp), %ebx
	addl	%ebp, %eax
	movl	%eax, 4(%ebx)
	jmp	.L30
.L32:
	cmpl	$9, %eax
	jne	.L30
	movl	8(%ebp), %eax
	addl	%ebp, %eax
.L44:
	movl	(%esp), %esi
	movl	%eax, 4(%esi)
	jmp	.L30
.L49:
	movl	4(%ebp), %eax
	addl	$24, %esp
	popl	%ebx
	popl	%esi
	addl	%ebp, %eax
	popl	%edi
	popl	%ebp
	ret
	.size	enter, .-enter
	.balign 16
table:
