// What needs files must work or fail as without them.
#include <iconv.h>
#include <locale.h>
#include <netdb.h>
#include <pwd.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wchar.h>

#include "main.h"

namespace {

// Of `text` in `from`, in `to`: as many bytes; -1: there is no such conversion.
long convert(const char* to, const char* from, char* text, char* out, size_t room) {
  iconv_t how = iconv_open(to, from);
  if (how == reinterpret_cast<iconv_t>(-1)) return -1;
  size_t left = strlen(text);
  char* end = out;
  size_t free_bytes = room;
  const bool done = iconv(how, &text, &left, &end, &free_bytes) != static_cast<size_t>(-1);
  iconv_close(how);
  return done && left == 0 ? static_cast<long>(room - free_bytes) : -2;
}

void conversions() {
  char ascii[] = "ab";
  char latin[] = "\xe4";
  char out[16];
  const bool built_in = convert("UCS-4BE", "ASCII", ascii, out, sizeof(out)) == 8 &&
                        memcmp(out, "\0\0\0a\0\0\0b", 8) == 0;
  const long size = convert("UTF-8", "ISO-8859-1", latin, out, sizeof(out));
  printf("iconv: built in %d, a module's or none %d\n", built_in,
         size == -1 || (size == 2 && memcmp(out, "\xc3\xa4", 2) == 0));
}

void names() {
  addrinfo hints{};
  hints.ai_family = AF_INET;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const bool number = getaddrinfo("127.0.0.1", "80", &hints, &found) == 0 && found != nullptr;
  if (number) freeaddrinfo(found);
  const int error = getaddrinfo("localhost", nullptr, &hints, &found);
  if (error == 0) freeaddrinfo(found);
  const passwd* root = getpwnam("root");
  printf("getaddrinfo: a number %d, a name or none %d; getpwnam: root or none %d\n", number,
         error == 0 || error == EAI_AGAIN || error == EAI_NONAME || error == EAI_SYSTEM,
         root == nullptr || root->pw_uid == 0);
}

void locales() {
  wchar_t wide = 0;
  mbstate_t state{};
  const bool utf8 = setlocale(LC_ALL, "C.UTF-8") == nullptr ||
                    (mbrtowc(&wide, "\xc3\xa4", 2, &state) == 2 && wide == 0xe4);
  const bool german =
      setlocale(LC_ALL, "de_DE.UTF-8") == nullptr || strcmp(localeconv()->decimal_point, ",") == 0;
  setlocale(LC_ALL, "C");
  const int status = system("exit 3");
  const int expected = access("/bin/sh", X_OK) == 0 ? 3 : 127;
  printf("locale: right or none %d; system %d\n", utf8 && german,
         WIFEXITED(status) && WEXITSTATUS(status) == expected);
}

}  // namespace

void data() {
  conversions();
  names();
  locales();
}
