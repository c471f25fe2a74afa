# For `ctest -D Experimental` and `ctest -D Nightly`, which write what a CDash server shows; ci/dashboard calls them. The
# project has no server: ONEFOLD_CDASH, if it is set, is the address to submit to (https://SERVER/submit.php?project=Onefold).
set(CTEST_PROJECT_NAME Onefold)
set(CTEST_NIGHTLY_START_TIME "03:00:00 UTC")
set(CTEST_UPDATE_VERSION_ONLY ON) # the commit is told; the tree is nobody's to change
if(DEFINED ENV{ONEFOLD_CDASH})
  set(CTEST_SUBMIT_URL $ENV{ONEFOLD_CDASH})
endif()
