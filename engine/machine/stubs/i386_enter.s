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
	movl	28(%eax), %ecx
	movl	32(%eax), %edx
	addl	%eax, %ecx
	movl	$4, %eax
# 255 "enter_cpu.h" 1
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
# 255 "enter_cpu.h" 1
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
	.type	clear, @function
clear:
	pushl	%ebp
	pushl	%edi
	pushl	%esi
	pushl	%ebx
	movl	24(%esp), %eax
	movl	28(%esp), %ebx
	movl	32(%esp), %edi
	movl	%eax, %esi
	movl	20(%esp), %ebp
	movl	36(%esp), %edx
	leal	-1(%eax,%ebx), %ecx
	leal	-1(%eax,%edi), %eax
	negl	%esi
	addl	%ebx, %eax
	andl	%esi, %ecx
	andl	%esi, %eax
.L4:
	testb	$3, %bl
	je	.L7
	cmpl	%ecx, %ebx
	je	.L16
	movb	$0, (%ebx)
	incl	%ebx
	jmp	.L4
.L7:
	cmpl	%ecx, %ebx
	je	.L16
	xorl	%esi, %esi
	addl	$4, %ebx
	movl	%esi, -4(%ebx)
	jmp	.L7
.L16:
	cmpl	%eax, %ebx
	je	.L3
	subl	%ebx, %eax
	movl	$50, %esi
	orl	$-1, %edi
	movl	%eax, %ecx
	movl	$192, %eax
# 255 "enter_cpu.h" 1
	pushl $0
	pushl %ebp
	movl 4(%esp), %ebp
	int $0x80
	popl %ebp
	addl $4, %esp
# 0 "" 2
	cmpl	$-4096, %eax
	jbe	.L3
	movl	%ebp, 20(%esp)
	popl	%ebx
	popl	%esi
	popl	%edi
	popl	%ebp
	jmp	give_up
.L3:
	popl	%ebx
	popl	%esi
	popl	%edi
	popl	%ebp
	ret
	.size	clear, .-clear
	.type	map_loader, @function
map_loader:
	pushl	%ebp
	pushl	%edi
	pushl	%esi
	xorl	%esi, %esi
	pushl	%ebx
	movl	%esi, %edi
	movl	$-100, %ebx
	subl	$2092, %esp
	movl	%ecx, 36(%esp)
	movl	(%eax), %ecx
	movl	%eax, (%esp)
	movl	%edx, 20(%esp)
	addl	%eax, %ecx
	movl	$524288, %edx
	movl	$295, %eax
# 255 "enter_cpu.h" 1
	pushl $0
	pushl %ebp
	movl 4(%esp), %ebp
	int $0x80
	popl %ebp
	addl $4, %esp
# 0 "" 2
	movl	%eax, 8(%esp)
	leal	44(%esp), %ebp
	cmpl	$-4096, %eax
	jbe	.L20
.L22:
	pushl	(%esp)
	call	give_up
	popl	%ebx
	jmp	.L21
.L20:
	movl	8(%esp), %ebx
	movl	$3, %eax
	movl	$2048, %edx
	movl	%ebp, %ecx
# 255 "enter_cpu.h" 1
	pushl $0
	pushl %ebp
	movl 4(%esp), %ebp
	int $0x80
	popl %ebp
	addl $4, %esp
# 0 "" 2
	leal	-52(%eax), %edx
	cmpl	$-4148, %edx
	ja	.L22
	movl	72(%esp), %ecx
	cmpl	%ecx, %eax
	jb	.L22
	movzwl	88(%esp), %edx
	subl	%ecx, %eax
	sall	$5, %edx
	cmpl	%edx, %eax
	jb	.L22
.L21:
	addl	72(%esp), %ebp
	movl	20(%esp), %ebx
	xorl	%ecx, %ecx
	xorl	%eax, %eax
	movl	%ebp, 24(%esp)
	movzwl	88(%esp), %esi
	movl	$-1, 4(%esp)
	negl	%ebx
.L23:
	cmpl	%ecx, %esi
	je	.L37
	movl	24(%esp), %edx
	movl	%ecx, %edi
	sall	$5, %edi
	addl	%edx, %edi
	cmpl	$1, (%edi)
	jne	.L24
	movl	8(%edi), %edx
	movl	4(%esp), %ebp
	cmpl	%ebp, %edx
	jnb	.L25
	movl	%edx, %ebp
	andl	%ebx, %ebp
	movl	%ebp, 4(%esp)
.L25:
	addl	20(%edi), %edx
	cmpl	%edx, %eax
	cmovb	%edx, %eax
.L24:
	incl	%ecx
	jmp	.L23
.L37:
	movl	20(%esp), %esi
	xorl	%edx, %edx
	leal	-1(%esi), %edi
	movl	$34, %esi
	leal	(%eax,%edi), %ecx
	movl	4(%esp), %eax
	movl	%edi, 28(%esp)
	orl	$-1, %edi
	andl	%ebx, %ecx
	movl	%edx, %ebx
	subl	%eax, %ecx
	movl	$192, %eax
# 255 "enter_cpu.h" 1
	pushl $0
	pushl %ebp
	movl 4(%esp), %ebp
	int $0x80
	popl %ebp
	addl $4, %esp
# 0 "" 2
	movl	%eax, 32(%esp)
	cmpl	$-4096, %eax
	jbe	.L27
	pushl	(%esp)
	call	give_up
	popl	%ecx
.L27:
	xorl	%edx, %edx
	movl	%edx, 12(%esp)
.L28:
	movl	32(%esp), %eax
	movl	4(%esp), %esi
	movl	12(%esp), %edi
	subl	%esi, %eax
	movl	%eax, 16(%esp)
	movzwl	88(%esp), %eax
	cmpl	%edi, %eax
	je	.L38
	movl	12(%esp), %eax
	movl	24(%esp), %ebx
	sall	$5, %eax
	leal	(%eax,%ebx), %ebp
	cmpl	$1, 0(%ebp)
	jne	.L30
	movl	16(%esp), %eax
	addl	8(%ebp), %eax
	movl	%eax, 16(%esp)
	movl	24(%ebp), %eax
	movl	%eax, %edx
	movl	%eax, %ecx
	sall	$2, %eax
	shrl	$2, %edx
	andl	$2, %ecx
	andl	$4, %eax
	andl	$1, %edx
	orl	%ecx, %edx
	movl	16(%ebp), %ecx
	orl	%eax, %edx
	testl	%ecx, %ecx
	je	.L32
	movl	28(%esp), %ebx
	movl	16(%esp), %eax
	movl	4(%ebp), %esi
	movl	8(%esp), %edi
	andl	%ebx, %eax
	movl	16(%esp), %ebx
	subl	%eax, %esi
	addl	%eax, %ecx
	shrl	$12, %esi
	subl	%eax, %ebx
	movl	$192, %eax
	movl	%esi, 40(%esp)
	movl	$18, %esi
# 255 "enter_cpu.h" 1
	pushl 40(%esp)
	pushl %ebp
	movl 4(%esp), %ebp
	int $0x80
	popl %ebp
	addl $4, %esp
# 0 "" 2
	cmpl	$-4096, %eax
	jbe	.L32
	movl	%edx, 40(%esp)
	pushl	(%esp)
	call	give_up
	popl	%eax
	movl	40(%esp), %edx
.L32:
	movl	20(%ebp), %ecx
	movl	16(%ebp), %eax
	cmpl	%ecx, %eax
	jnb	.L30
	subl	%eax, %ecx
	pushl	%edx
	pushl	%ecx
	movl	24(%esp), %ebx
	addl	%ebx, %eax
	pushl	%eax
	pushl	32(%esp)
	pushl	16(%esp)
	call	clear
	addl	$20, %esp
.L30:
	incl	12(%esp)
	jmp	.L28
.L38:
	xorl	%edx, %edx
	movl	8(%esp), %ebx
	movl	$6, %eax
	movl	%edx, %ecx
	movl	%edx, %esi
	movl	%edx, %edi
# 255 "enter_cpu.h" 1
	pushl $0
	pushl %ebp
	movl 4(%esp), %ebp
	int $0x80
	popl %ebp
	addl $4, %esp
# 0 "" 2
	movl	36(%esp), %ebx
	movl	16(%esp), %eax
	addl	68(%esp), %eax
	movl	%eax, (%ebx)
	movl	16(%esp), %eax
	addl	$2092, %esp
	popl	%ebx
	popl	%esi
	popl	%edi
	popl	%ebp
	ret
	.size	map_loader, .-map_loader
	.type	enter, @function
enter:
	pushl	%ebp
	pushl	%edi
	pushl	%esi
	pushl	%ebx
	subl	$56, %esp
	movl	76(%esp), %eax
	movl	80(%esp), %ebp
	movl	(%eax), %edx
	leal	8(%eax,%edx,4), %eax
	movl	%eax, (%esp)
.L40:
	movl	(%esp), %eax
	addl	$4, (%esp)
	movl	(%eax), %eax
	testl	%eax, %eax
	jne	.L40
	movl	$4096, 4(%esp)
	movl	(%esp), %eax
.L41:
	movl	(%eax), %edx
	testl	%edx, %edx
	je	.L84
	cmpl	$6, %edx
	jne	.L42
	movl	4(%eax), %esi
	movl	%esi, 4(%esp)
.L42:
	addl	$8, %eax
	jmp	.L41
.L84:
	leal	56(%ebp), %eax
	movl	%eax, 20(%esp)
	movl	48(%ebp), %eax
	movl	%eax, 12(%esp)
	movl	%eax, 16(%esp)
	leal	56(%ebp), %eax
	movl	%eax, 8(%esp)
.L44:
	cmpl	$0, 16(%esp)
	je	.L85
	movl	8(%esp), %edi
	movl	8(%esp), %eax
	movl	4(%esp), %esi
	movl	(%eax), %edx
	movl	4(%edi), %ecx
	movl	4(%esp), %eax
	addl	%ebp, %edx
	leal	-1(%esi,%ecx), %ecx
	xorl	%esi, %esi
	negl	%eax
	addl	%edx, %ecx
	movl	%edx, %ebx
	movl	8(%edi), %edx
	andl	%eax, %ebx
	andl	%eax, %ecx
	movl	%esi, %edi
	movl	$125, %eax
	subl	%ebx, %ecx
# 255 "enter_cpu.h" 1
	pushl $0
	pushl %ebp
	movl 4(%esp), %ebp
	int $0x80
	popl %ebp
	addl $4, %esp
# 0 "" 2
	cmpl	$-4096, %eax
	jbe	.L45
	pushl	%ebp
	call	give_up
	popl	%edx
.L45:
	decl	16(%esp)
	addl	$12, 8(%esp)
	jmp	.L44
.L85:
	imull	$12, 12(%esp), %eax
	movl	20(%esp), %ebx
	addl	%eax, %ebx
	movl	52(%ebp), %eax
	movl	%eax, 8(%esp)
.L47:
	cmpl	$0, 8(%esp)
	je	.L86
	pushl	8(%ebx)
	addl	$12, %ebx
	pushl	-8(%ebx)
	movl	-12(%ebx), %eax
	addl	%ebp, %eax
	pushl	%eax
	pushl	16(%esp)
	pushl	%ebp
	call	clear
	decl	28(%esp)
	addl	$20, %esp
	jmp	.L47
.L86:
	movl	%ebp, %eax
	subl	36(%ebp), %eax
	xorl	%edx, %edx
	movl	%eax, 16(%esp)
	movl	40(%ebp), %eax
	addl	%ebp, %eax
	movl	%eax, 12(%esp)
	movl	44(%ebp), %eax
	movl	12(%esp), %edi
	leal	(%edi,%eax,4), %eax
	movl	%eax, 28(%esp)
	movl	4(%esp), %eax
	addl	%eax, %eax
	movl	%eax, 36(%esp)
	xorl	%eax, %eax
	movl	%eax, 20(%esp)
	movl	4(%esp), %eax
	negl	%eax
	movl	%eax, 24(%esp)
.L49:
	movl	12(%esp), %edi
	cmpl	%edi, 28(%esp)
	je	.L87
	movl	12(%esp), %eax
	movl	(%eax), %eax
	testb	$1, %al
	jne	.L50
	movl	16(%esp), %esi
	movl	20(%esp), %edi
	addl	%esi, %eax
	movl	%eax, 32(%esp)
	cmpl	%edi, %eax
	jb	.L51
	movl	24(%esp), %ebx
	movl	12(%esp), %ecx
	andl	%eax, %ebx
.L52:
	addl	$4, %ecx
	cmpl	%ecx, 28(%esp)
	je	.L55
	movl	(%ecx), %edx
	testb	$1, %dl
	je	.L53
	leal	124(%eax), %edx
	jmp	.L54
.L53:
	movl	16(%esp), %esi
	movl	36(%esp), %edi
	addl	%esi, %edx
	leal	(%eax,%edi), %esi
	movl	24(%esp), %edi
	andl	%edi, %esi
	cmpl	%esi, %edx
	jnb	.L55
.L54:
	movl	%edx, %eax
	jmp	.L52
.L55:
	movl	4(%esp), %esi
	movl	24(%esp), %edi
	addl	%esi, %eax
	andl	%eax, %edi
	movl	%edi, %ecx
	movl	%edi, 20(%esp)
	subl	%ebx, %ecx
	cmpl	%ecx, %esi
	jnb	.L51
	xorl	%esi, %esi
	movl	$219, %eax
	movl	$23, %edx
	movl	%esi, %edi
# 255 "enter_cpu.h" 1
	pushl $0
	pushl %ebp
	movl 4(%esp), %ebp
	int $0x80
	popl %ebp
	addl $4, %esp
# 0 "" 2
.L51:
	movl	32(%esp), %eax
	movl	16(%esp), %ebx
	leal	4(%eax), %edx
	addl	%ebx, (%eax)
	jmp	.L58
.L50:
	shrl	%eax
	movl	%edx, %ecx
.L59:
	testl	%eax, %eax
	je	.L88
	testb	$1, %al
	je	.L60
	movl	16(%esp), %ebx
	addl	%ebx, (%ecx)
.L60:
	shrl	%eax
	addl	$4, %ecx
	jmp	.L59
.L88:
	addl	$124, %edx
.L58:
	addl	$4, 12(%esp)
	jmp	.L49
.L87:
	movl	(%esp), %edx
	xorl	%eax, %eax
.L63:
	movl	(%edx), %ecx
	testl	%ecx, %ecx
	je	.L67
	cmpl	$3, %ecx
	jne	.L64
	movl	4(%edx), %eax
	jmp	.L65
.L64:
	cmpl	$5, %ecx
	jne	.L65
	movl	4(%edx), %ebx
	movl	%ebx, 8(%esp)
.L65:
	addl	$8, %edx
	jmp	.L63
.L69:
	cmpl	$2, (%eax)
	jne	.L68
	movl	8(%eax), %ecx
	movl	24(%ebp), %edx
	movl	%ecx, 0(%ebp,%edx)
.L68:
	decl	8(%esp)
	addl	$32, %eax
.L67:
	cmpl	$0, 8(%esp)
	jne	.L69
	movl	4(%ebp), %eax
	movl	8(%ebp), %edx
	addl	%ebp, %eax
	addl	%ebp, %edx
	cmpl	$0, 0(%ebp)
	movl	%edx, 52(%esp)
	je	.L72
	movl	4(%esp), %edx
	leal	52(%esp), %ecx
	movl	%ebp, %eax
	call	map_loader
	jmp	.L72
.L73:
	cmpl	$5, %edx
	jne	.L75
	movl	20(%ebp), %edx
	movl	(%esp), %ebx
	movl	%edx, 4(%ebx)
.L74:
	addl	$8, (%esp)
.L72:
	movl	(%esp), %ebx
	movl	(%ebx), %edx
	testl	%edx, %edx
	je	.L89
	cmpl	$3, %edx
	jne	.L73
	movl	16(%ebp), %edx
	addl	%ebp, %edx
	jmp	.L83
.L75:
	cmpl	$7, %edx
	jne	.L76
	movl	(%esp), %esi
	movl	%eax, 4(%esi)
	jmp	.L74
.L76:
	cmpl	$9, %edx
	jne	.L74
	movl	12(%ebp), %edx
	addl	%ebp, %edx
.L83:
	movl	(%esp), %edi
	movl	%edx, 4(%edi)
	jmp	.L74
.L89:
	movl	52(%esp), %eax
	addl	$56, %esp
	popl	%ebx
	popl	%esi
	popl	%edi
	popl	%ebp
	ret
	.size	enter, .-enter
	.balign 16
table:
