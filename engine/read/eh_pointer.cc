#include "read/eh_pointer.h"

namespace onefold {

bool is_known_eh_encoding(uint8_t encoding) {
  if (encoding == DW_EH_PE_omit) return false;
  uint8_t application = encoding & kEhApplicationMask;
  if (application == DW_EH_PE_aligned) return (encoding & kEhFormMask) == DW_EH_PE_absptr;
  if (application > DW_EH_PE_aligned) return false;
  switch (encoding & kEhFormMask) {
    case DW_EH_PE_absptr:
    case DW_EH_PE_uleb128:
    case DW_EH_PE_udata2:
    case DW_EH_PE_udata4:
    case DW_EH_PE_udata8:
    case DW_EH_PE_sleb128:
    case DW_EH_PE_sdata2:
    case DW_EH_PE_sdata4:
    case DW_EH_PE_sdata8:
      return true;
    default:
      return false;
  }
}

}  // namespace onefold
