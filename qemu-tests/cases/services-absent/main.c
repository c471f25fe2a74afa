// build: main main.c
// run-env: TZ=Nowhere/Nothing LOCPATH=/no/such/folder GCONV_PATH=/no/such/folder
// output: user: none
// output: group: none
// output: host by number: 127.0.0.1
// output: host by name: fails
// output: UCS-2: 4 bytes
// output: no such encoding: fails
// output: locale C: yes, no such locale: no
// output: zone of nowhere: 0

// NSS, iconv, locales and time zones ask for files and modules of the host. Where there are none,
// as in an empty root, the functions fail as they do for any program, and nothing crashes.

#include <arpa/inet.h>
#include <grp.h>
#include <iconv.h>
#include <locale.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static const char* address_of(const char* name) {
  struct addrinfo* found = NULL;
  if (getaddrinfo(name, NULL, NULL, &found) != 0) return "fails";
  static char text[INET_ADDRSTRLEN];
  struct sockaddr_in address;
  memcpy(&address, found->ai_addr, sizeof address);
  inet_ntop(AF_INET, &address.sin_addr, text, sizeof text);
  freeaddrinfo(found);
  return text;
}

int main(void) {
  printf("user: %s\n", getpwnam("no-such-user") == NULL ? "none" : "found");
  printf("group: %s\n", getgrnam("no-such-group") == NULL ? "none" : "found");
  printf("host by number: %s\n", address_of("127.0.0.1"));
  printf("host by name: %s\n", address_of("no-such-host.invalid"));
  iconv_t ucs2 = iconv_open("UNICODELITTLE", "UTF-8");
  char in[] = "\xc3\xa9z", out[8];
  char *from = in, *to = out;
  size_t left = strlen(in), room = sizeof out;
  iconv(ucs2, &from, &left, &to, &room);
  printf("UCS-2: %zu bytes\n", sizeof out - room);
  iconv_close(ucs2);
  printf("no such encoding: %s\n",
         iconv_open("NO-SUCH", "UTF-8") == (iconv_t)-1 ? "fails" : "works");
  printf("locale C: %s, ", setlocale(LC_ALL, "C") != NULL ? "yes" : "no");
  printf("no such locale: %s\n", setlocale(LC_ALL, "xx_XX.UTF-8") != NULL ? "yes" : "no");
  const time_t epoch = 0;
  printf("zone of nowhere: %d\n", localtime(&epoch)->tm_hour);
}
