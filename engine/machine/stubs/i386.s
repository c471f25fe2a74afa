# i386: start.c and cpu.h, compiled by make-listing and GCC 12; i386.inc has it assembled.
	.text
	.text
	.type start, %function
start:
	pushl $0
	pusha
	mov %esp, %ebp
	mov 36(%ebp), %eax
	lea 40(%ebp), %edx
	lea 4(%edx, %eax, 4), %ecx
	and $-16, %esp
	pushl $0
	pushl %ecx
	pushl %edx
	pushl %eax
	call run
	mov %ebp, %esp
	call 1f
1:	popl %eax
	addl $(table - 1b), %eax
	addl (%eax), %eax
	mov %eax, 32(%esp)
	popa
	ret

	.type	run, @function
run:
	pushl	%ebp
	pushl	%edi
	pushl	%esi
	pushl	%ebx
# 262 "cpu.h" 1
	call 2f
2:	popl %esi
	addl $(table - 2b), %esi
# 0 "" 2
	subl	$44, %esp
	movl	72(%esp), %edi
.L2:
	movl	(%edi), %eax
	addl	$4, %edi
	movl	%eax, 8(%esp)
	testl	%eax, %eax
	jne	.L2
	movl	4(%esi), %eax
	testl	%eax, %eax
	jne	.L4
	movl	%edi, %edx
	movl	$4096, %eax
.L3:
	movl	(%edx), %ecx
	testl	%ecx, %ecx
	je	.L4
	cmpl	$6, %ecx
	jne	.L5
	movl	4(%edx), %eax
.L5:
	addl	$8, %edx
	jmp	.L3
.L4:
	negl	%eax
	xorl	%ebp, %ebp
	movl	%eax, 12(%esp)
.L7:
	movl	8(%esi), %eax
	movl	%eax, 16(%esp)
	cmpl	%eax, %ebp
	je	.L50
	movl	28(%esi,%ebp,8), %ebx
	movl	32(%esi,%ebp,8), %ecx
	movl	12(%esp), %eax
	addl	%esi, %ebx
	addl	%ebx, %ecx
	andl	%eax, %ebx
	andl	%eax, %ecx
	cmpl	%ebx, %ecx
	je	.L8
	subl	%ebx, %ecx
	movl	$1, %edx
	movl	$125, %eax
# 267 "cpu.h" 1
	int $0x80
# 0 "" 2
.L8:
	incl	%ebp
	jmp	.L7
.L50:
	movl	24(%esi), %eax
	movl	%eax, 12(%esp)
	testl	%eax, %eax
	je	.L10
	xorl	%ecx, %ecx
	xorl	%edx, %edx
	movl	%ecx, 24(%esp)
.L11:
	movl	(%edi), %eax
	testl	%eax, %eax
	je	.L51
	cmpl	$3, %eax
	jne	.L12
	movl	4(%edi), %edx
	jmp	.L13
.L12:
	cmpl	$5, %eax
	jne	.L13
	movl	4(%edi), %eax
	movl	%eax, 24(%esp)
.L13:
	addl	$8, %edi
	jmp	.L11
.L51:
	movl	%esi, %ebx
	subl	20(%esi), %ebx
	movl	%edx, %ecx
	xorl	%ebp, %ebp
	movl	%ebx, 28(%esp)
	xorl	%ebx, %ebx
.L15:
	testl	%edx, %edx
	je	.L30
	movl	24(%esp), %edi
	cmpl	%edi, %eax
	je	.L30
	movl	28(%esp), %edi
	addl	8(%ecx), %edi
	movl	%edi, 20(%esp)
	movl	(%ecx), %edi
	cmpl	$2, %edi
	jne	.L16
	movl	20(%esp), %ebp
	jmp	.L17
.L16:
	cmpl	$6, %edi
	jne	.L17
	xorl	%ebx, %ebx
	cmpl	%edx, 20(%esp)
	sete	%bl
.L17:
	incl	%eax
	addl	$32, %ecx
	jmp	.L15
.L30:
	testl	%ebx, %ebx
	je	.L10
	movl	%ebp, %eax
	testl	%ebp, %ebp
	je	.L10
.L20:
	movl	(%eax), %edx
	testl	%edx, %edx
	je	.L52
	cmpl	$21, %edx
	jne	.L21
	movl	4(%eax), %edx
	movl	%edx, 8(%esp)
.L21:
	addl	$8, %eax
	jmp	.L20
.L52:
	cmpl	$0, 8(%esp)
	je	.L10
	movl	8(%esp), %eax
	movl	4(%eax), %eax
	testl	%eax, %eax
	je	.L10
	cmpl	%ebp, 8(%eax)
	jne	.L10
	cmpl	20(%eax), %eax
	jne	.L10
	cmpl	$0, 24(%eax)
	jne	.L10
	movl	28(%eax), %eax
	testl	%eax, %eax
	je	.L10
.L23:
	movl	%eax, %edx
	movl	4(%eax), %eax
	testl	%eax, %eax
	jne	.L23
	movl	12(%esp), %eax
	addl	%esi, %eax
	movl	%eax, 4(%edx)
.L10:
	movl	16(%esp), %eax
	movl	12(%esi), %ebx
	leal	28(%esi,%eax,8), %edi
.L24:
	testl	%ebx, %ebx
	je	.L53
	movl	(%edi), %eax
	addl	%esi, %eax
	cmpl	$0, 4(%edi)
	movl	%eax, 8(%esp)
	jne	.L25
	pushl	%edx
	pushl	76(%esp)
	pushl	76(%esp)
	pushl	76(%esp)
	movl	24(%esp), %eax
	call	*%eax
	addl	$16, %esp
.L25:
	xorl	%ebp, %ebp
.L26:
	cmpl	%ebp, 4(%edi)
	je	.L54
	pushl	%eax
	pushl	76(%esp)
	pushl	76(%esp)
	pushl	76(%esp)
	movl	24(%esp), %eax
	call	*(%eax,%ebp,4)
	incl	%ebp
	addl	$16, %esp
	jmp	.L26
.L54:
	decl	%ebx
	addl	$8, %edi
	jmp	.L24
.L53:
	addl	$44, %esp
	popl	%ebx
	popl	%esi
	popl	%edi
	popl	%ebp
	ret
	.size	run, .-run
	.type	fini, @function
fini:
	pushl	%ebp
	pushl	%edi
	pushl	%esi
	pushl	%ebx
# 262 "cpu.h" 1
	call 2f
2:	popl %ebp
	addl $(table - 2b), %ebp
# 0 "" 2
	subl	$28, %esp
	movl	12(%ebp), %edx
	movl	16(%ebp), %edi
	addl	8(%ebp), %edx
	leal	28(%ebp,%edx,8), %esi
.L56:
	testl	%edi, %edi
	je	.L62
	movl	(%esi), %eax
	addl	%ebp, %eax
	cmpl	$0, 4(%esi)
	movl	%eax, 12(%esp)
	jne	.L57
	call	*%eax
.L57:
	movl	4(%esi), %eax
	leal	-1(%eax), %ebx
.L58:
	cmpl	$-1, %ebx
	je	.L63
	movl	12(%esp), %eax
	call	*(%eax,%ebx,4)
	decl	%ebx
	jmp	.L58
.L63:
	decl	%edi
	addl	$8, %esi
	jmp	.L56
.L62:
	addl	$28, %esp
	popl	%ebx
	popl	%esi
	popl	%edi
	popl	%ebp
	ret
	.size	fini, .-fini
	.type	report, @function
report:
	pushl	%ebx
	movl	%eax, %ecx
	xorl	%edx, %edx
.L65:
	cmpb	$0, (%ecx,%edx)
	je	.L68
	incl	%edx
	jmp	.L65
.L68:
	movl	$4, %eax
	movl	$2, %ebx
# 267 "cpu.h" 1
	int $0x80
# 0 "" 2
	xorl	%edx, %edx
	movl	$252, %eax
	movl	$127, %ebx
	movl	%edx, %ecx
# 267 "cpu.h" 1
	int $0x80
# 0 "" 2
	ud2
	.size	report, .-report
	.balign 16
table:
