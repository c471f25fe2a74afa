// The page of `onefold show --html` without its data: engine/page.html, as CMake puts it in.
#pragma once

namespace onefold {

extern const char* const kPageTemplate;  // "DATA" stands where the JSON goes

}  // namespace onefold
