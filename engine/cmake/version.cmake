# cmake -DSOURCE=DIR -DRELEASE=X -DOUTPUT=FILE -P version.cmake: the source of kVersion. Run at every build, since a
# commit changes no file that the build looks at; what stays the same is not written again.
set(version "${RELEASE}")
# A tree that was unpacked inside of another project's repository is not of that one's commit.
if(EXISTS "${SOURCE}/.git")
  execute_process(
    COMMAND git -C "${SOURCE}" describe --always --dirty --abbrev=12 --exclude=*
    OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
  if(NOT failed)
    string(APPEND version " (${commit})")
  endif()
endif()
file(CONFIGURE OUTPUT "${OUTPUT}" @ONLY CONTENT [[
#include "version.h"

namespace onefold {
const char* const kVersion = "@version@";
}  // namespace onefold
]])
