define i32 @square(i32 %n) {
  %slot = alloca i32
  store i32 %n, ptr %slot
  %a = load i32, ptr %slot
  %b = mul i32 %a, %a
  ret i32 %b
}
