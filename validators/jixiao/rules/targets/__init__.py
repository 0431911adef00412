"""3xx: what stands in 年度指标值 and 实际完成值."""
