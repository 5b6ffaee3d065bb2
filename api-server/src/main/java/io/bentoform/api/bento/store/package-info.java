/** Where archives are stored: in a folder, or in a bucket of S3. */
@NullMarked
package io.bentoform.api.bento.store;

import org.jspecify.annotations.NullMarked;
