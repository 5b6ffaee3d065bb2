package io.bentoform.api.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands that run once in each chosen {@link Pass}. */
@ParameterizedClass
@MethodSource("io.bentoform.api.conformance.Pass#chosen")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface ConformanceTest {}
